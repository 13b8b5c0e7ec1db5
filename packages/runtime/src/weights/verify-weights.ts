import { messageOf } from '@sid/core';
import { fitTensors } from '@sid/weights';
import { parseOptions } from '../options.ts';
import type { Registry } from '../registry.ts';
import { finiteValues } from './finite-values.ts';
import { weightedComponent } from './weighted-component.ts';
import { type WeightsFolder, withTensors } from './weights-folder.ts';

/** What was found of one folder of weights. */
export interface Verified {
  readonly tag: string;
  readonly folder: string;
  /** What is wrong; undefined where nothing is. */
  readonly problem?: string;
}

const check = (registry: Registry, found: WeightsFolder): Promise<void> =>
  withTensors(found, async (file) => {
    const { tag, architecture, options } = found.card;
    const { component, layout } = weightedComponent(registry, architecture);
    fitTensors(tag, file, { tensors: layout(parseOptions(component, options, tag)).tensors });
    for (const name of file.tensors.keys()) await finiteValues(file, name);
  });

/** Reads all of it: the file is the one of the card, its values are numbers, and they fit the component. */
export const verifyWeights = async (registry: Registry, found: WeightsFolder): Promise<Verified> => {
  const { folder, card } = found;
  try {
    await check(registry, found);
    return { tag: card.tag, folder };
  } catch (error) {
    return { tag: card.tag, folder, problem: messageOf(error) };
  }
};
