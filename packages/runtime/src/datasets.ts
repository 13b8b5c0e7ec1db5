import type { DatasetInfo, Validation } from '@sid/core';
import { SidError } from '@sid/core';
import type { Workspace } from './workspace.ts';

/** A data set that a plugin brings. */
export interface DatasetListing {
  readonly name: string;
  readonly plugin: string;
  readonly summary: string;
}

export const listDatasets = ({ registry }: Workspace): readonly DatasetListing[] =>
  registry.all.flatMap(({ component, plugin }) =>
    component.kind === 'dataset'
      ? [{ name: component.name, plugin: plugin.plugin.name, summary: component.summary }]
      : [],
  );

/** Files that are missing, and files that are there and wrong, of the workspace's data set. */
export const validateDataset = async (workspace: Workspace): Promise<Validation & { readonly info: DatasetInfo }> => {
  const dataset = await workspace.dataset();
  return { info: dataset.info, ...(await dataset.validate()) };
};

/** Fetches what may be fetched of the workspace's data set. Returns the files that were written. */
export const downloadDataset = async (workspace: Workspace): Promise<readonly string[]> => {
  const dataset = await workspace.dataset();
  if (dataset.download === undefined) {
    throw new SidError(
      'SID_DOWNLOAD_FAILED',
      `Nothing of the data set "${dataset.info.name}" can be fetched. ${dataset.info.description}`,
    );
  }
  return dataset.download();
};
