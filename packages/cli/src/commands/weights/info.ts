import type { WeightsFolder } from '@sid/runtime';
import { BaseCommand } from '../../base-command.ts';
import { configFlag, tagArg } from '../../weights-flags.ts';
import { cardLines } from '../../weights-text.ts';

export class WeightsInfo extends BaseCommand {
  static override summary =
    'Show the card of weights: what they belong to, how they were made, what they may be used for.';
  static override examples = ['<%= config.bin %> <%= command.id %> gnn.authors'];
  static override args = { tag: tagArg };
  static override flags = configFlag;

  async run(): Promise<WeightsFolder> {
    const { args, flags } = await this.parse(WeightsInfo);
    const found = await this.workspace(flags.quiet, { config: flags.config }, (workspace, runtime) =>
      runtime.findWeights(workspace.weights, args.tag),
    );
    this.log(`${found.folder}\n${cardLines(found.card)}`);
    return found;
  }
}
