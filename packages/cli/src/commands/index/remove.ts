import { BaseCommand } from '../../base-command.ts';
import { catalogueFlags, pathArg } from '../../catalogue-flags.ts';
import { overridesOf } from '../../flags.ts';

interface Removed {
  readonly removed: readonly string[];
}

export class IndexRemove extends BaseCommand {
  static override summary = 'Remove tracks from an index, by the paths under which they were added.';
  static override examples = ['<%= config.bin %> <%= command.id %> ~/Music/a.mp3 --index my-index'];
  static override strict = false;
  static override args = { paths: pathArg };
  static override flags = catalogueFlags;

  async run(): Promise<Removed> {
    const { argv, flags } = await this.parse(IndexRemove);
    const removed = await this.workspace(flags.quiet, overridesOf(flags), (workspace, runtime) =>
      runtime.removeFromCatalogue(workspace, process.cwd(), flags.index, argv.map(String)),
    );
    this.log(`Removed ${removed.length} of ${argv.length}.`);
    return { removed };
  }
}
