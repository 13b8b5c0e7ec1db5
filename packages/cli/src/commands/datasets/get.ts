import { BaseCommand } from '../../base-command.ts';
import { datasetArg, datasetFlags, overridesOf } from '../../flags.ts';

interface Got {
  readonly dataset: string;
  /** What was written. */
  readonly files: readonly string[];
}

export class DatasetsGet extends BaseCommand {
  static override summary = 'Fetch what may be fetched of a data set: its metadata, never its music.';
  static override examples = ['<%= config.bin %> <%= command.id %> sample100 --root data/sample100'];
  static override args = { name: datasetArg };
  static override flags = datasetFlags;

  async run(): Promise<Got> {
    const { args, flags } = await this.parse(DatasetsGet);
    const files = await this.workspace(
      flags.quiet,
      overridesOf({ ...flags, dataset: args.name }),
      (workspace, runtime) => runtime.downloadDataset(workspace),
    );
    this.log(files.length === 0 ? 'Nothing to fetch: everything is there.' : ['Written:', ...files].join('\n  '));
    return { dataset: args.name, files };
  }
}
