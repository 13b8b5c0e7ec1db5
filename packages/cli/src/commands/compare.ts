import { Flags } from '@oclif/core';
import type { Board } from '@sid/eval';
import { BaseCommand } from '../base-command.ts';
import { boardText } from '../board-text.ts';
import { choiceFlags, configArg, overridesOf, placeFlags, runFlags } from '../flags.ts';

export class Compare extends BaseCommand {
  static override summary = 'Run methods on a data set and print the leaderboard.';
  static override description =
    'What ran before with the same inputs is taken from the results, so a second run is quick and a stopped one ' +
    'continues. Writes board.json, leaderboard.md and leaderboard.html beside the results. Ends with 1 if a method failed.';
  static override examples = [
    { description: 'Both baselines on generated audio:', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'A configuration of your own:', command: '<%= config.bin %> <%= command.id %> my-benchmark.yaml' },
    {
      description: 'Two methods on your copy of a data set:',
      command:
        '<%= config.bin %> <%= command.id %> --dataset sample100 --root data/sample100 --method landmark,landmark-invariant',
    },
    {
      description: 'Your own music as the material of a generated benchmark:',
      command: '<%= config.bin %> <%= command.id %> --dataset artificial --root ~/Music --with queriesPerClass=20',
    },
    {
      description: 'The rows of a published ablation at small size, trained and compared:',
      command: '<%= config.bin %> <%= command.id %> configs/compare/riou-table-1.yaml --train',
    },
    { description: 'The board for a program:', command: '<%= config.bin %> <%= command.id %> --json > board.json' },
  ];
  static override args = { config: configArg };
  static override flags = {
    ...choiceFlags,
    ...runFlags,
    ...placeFlags,
    train: Flags.boolean({
      summary: 'Train what a method asks for and has no weights. Without it such methods are skipped.',
    }),
    force: Flags.boolean({ char: 'f', summary: 'Run again what has results already.' }),
  };

  async run(): Promise<Board> {
    const { args, flags } = await this.parse(Compare);
    const { board, files } = await this.workspace(
      flags.quiet,
      overridesOf({ ...args, ...flags }),
      (workspace, runtime) => runtime.compare(workspace, { force: flags.force, train: flags.train }),
    );
    this.log(boardText(board, files, this.columns, this.paint));
    if (board.methods.some((method) => method.status === 'failed')) process.exitCode = 1;
    return board;
  }
}
