import { Flags } from '@oclif/core';
import type { Identification } from '@sid/runtime';
import { BaseCommand } from '../base-command.ts';
import { catalogueFlags, pathArg } from '../catalogue-flags.ts';
import { identificationText } from '../catalogue-text.ts';
import { overridesOf } from '../flags.ts';

export class Identify extends BaseCommand {
  static override summary = 'Tell which tracks of an index a recording samples, where, and how they were changed.';
  static override description =
    'Scores are between 0 and 1; the lower they are, the likelier is chance. Times are minutes and seconds from the start of each recording.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> new-song.mp3 --index my-index',
    '<%= config.bin %> <%= command.id %> demos/ --index my-index --limit 1 --json',
  ];
  static override strict = false;
  static override args = { paths: pathArg };
  static override flags = {
    ...catalogueFlags,
    limit: Flags.integer({ char: 'n', summary: 'Most tracks for each recording.', min: 1, default: 5 }),
  };

  async run(): Promise<Identification> {
    const { argv, flags } = await this.parse(Identify);
    const found = await this.workspace(flags.quiet, overridesOf(flags), (workspace, runtime) =>
      runtime.identify(workspace, process.cwd(), flags.index, argv.map(String), flags.limit),
    );
    this.log(identificationText(found));
    this.log(`\nScore: ${found.scoreMeaning}`);
    if (found.files.some(({ reason }) => reason !== undefined)) process.exitCode = 1;
    return found;
  }
}
