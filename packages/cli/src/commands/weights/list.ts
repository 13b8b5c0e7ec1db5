import type { WeightsFolder } from '@sid/runtime';
import { BaseCommand } from '../../base-command.ts';
import { configFlag } from '../../weights-flags.ts';
import { weightsTable } from '../../weights-text.ts';

export class WeightsList extends BaseCommand {
  static override summary = 'List the weights that methods can name.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = configFlag;

  async run(): Promise<readonly WeightsFolder[]> {
    const { flags } = await this.parse(WeightsList);
    const { weights, unusable } = await this.workspace(flags.quiet, { config: flags.config }, (workspace, runtime) =>
      runtime.listWeights(workspace.weights),
    );
    this.log(weightsTable(weights));
    for (const { folder, problem } of unusable) this.warn(`${folder}: ${problem}`);
    return weights;
  }
}
