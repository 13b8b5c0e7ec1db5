import type { Board } from '@sid/eval';
import { BaseCommand } from '../base-command.ts';
import { boardText } from '../board-text.ts';
import { choiceFlags, configArg, overridesOf, placeFlags, runFlags } from '../flags.ts';

export class Report extends BaseCommand {
  static override summary = 'Build the leaderboard again from stored results, running nothing.';
  static override description =
    'Useful after a change of metrics, interval or reporters in the configuration: rankings are stored, figures are derived.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> my-benchmark.yaml --results results --json',
  ];
  static override args = { config: configArg };
  static override flags = { ...choiceFlags, seed: runFlags.seed, ...placeFlags };

  async run(): Promise<Board> {
    const { args, flags } = await this.parse(Report);
    const { board, files } = await this.workspace(
      flags.quiet,
      overridesOf({ ...args, ...flags }),
      (workspace, runtime) => runtime.report(workspace),
    );
    this.log(boardText(board, files, this.columns, this.paint));
    return board;
  }
}
