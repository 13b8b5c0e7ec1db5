import type { Verified } from '@sid/runtime';
import { BaseCommand } from '../../base-command.ts';
import { configFlag, tagsArg } from '../../weights-flags.ts';

export class WeightsVerify extends BaseCommand {
  static override summary =
    'Read weights to the end: the digest is that of the card, and the tensors fit their network.';
  static override description = 'Ends with 1 if something is wrong.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> gnn.authors'];
  static override strict = false;
  static override args = { tag: tagsArg };
  static override flags = configFlag;

  async run(): Promise<readonly Verified[]> {
    const { argv, flags } = await this.parse(WeightsVerify);
    const verified = await this.workspace(flags.quiet, { config: flags.config }, async (workspace, runtime) => {
      const found =
        argv.length === 0
          ? (await runtime.listWeights(workspace.weights)).weights
          : await Promise.all(argv.map((name) => runtime.findWeights(workspace.weights, String(name))));
      const results: Verified[] = [];
      for (const each of found) results.push(await runtime.verifyWeights(workspace.registry, each));
      return results;
    });
    for (const { tag, problem } of verified) {
      this.log(
        `${problem === undefined ? this.paint('green', '✓') : this.paint('red', '✗')} ${tag}${problem === undefined ? '' : `: ${problem}`}`,
      );
    }
    if (verified.length === 0) this.log('There are no weights.');
    if (verified.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
    return verified;
  }
}
