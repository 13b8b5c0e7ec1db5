import type { DatasetListing } from '@sid/runtime';
import { BaseCommand } from '../../base-command.ts';
import { configArg, overridesOf } from '../../flags.ts';
import { tableText } from '../../table.ts';

export class DatasetsList extends BaseCommand {
  static override summary = 'List the data sets that the loaded plugins bring.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override args = { config: configArg };

  async run(): Promise<readonly DatasetListing[]> {
    const { args, flags } = await this.parse(DatasetsList);
    const datasets = await this.workspace(flags.quiet, overridesOf(args), (workspace, runtime) =>
      runtime.listDatasets(workspace),
    );
    this.log(
      tableText([
        { header: 'data set', align: 'left', cells: datasets.map(({ name }) => name) },
        { header: 'plugin', align: 'left', cells: datasets.map(({ plugin }) => plugin) },
        { header: 'what it is', align: 'left', cells: datasets.map(({ summary }) => summary) },
      ]),
    );
    return datasets;
  }
}
