import { Flags } from '@oclif/core';
import type { Added } from '@sid/runtime';
import { BaseCommand } from '../../base-command.ts';
import { megabytes } from '../../cache-text.ts';
import { catalogueFlags, pathArg } from '../../catalogue-flags.ts';
import { overridesOf } from '../../flags.ts';

export class IndexAdd extends BaseCommand {
  static override summary = 'Add music to an index, which is made where there is none.';
  static override description =
    'Folders are searched with all their subfolders. What is stopped goes on with the same command; files that were heard before cost nothing.';
  static override examples = ['<%= config.bin %> <%= command.id %> ~/Music --index my-index'];
  static override strict = false;
  static override args = { paths: pathArg };
  static override flags = {
    ...catalogueFlags,
    method: Flags.string({
      char: 'm',
      summary: 'Method of a new index, by its name in the configuration.',
      default: 'landmark-invariant',
      helpValue: 'NAME',
    }),
  };

  async run(): Promise<Added> {
    const { argv, flags } = await this.parse(IndexAdd);
    const added = await this.workspace(
      flags.quiet,
      overridesOf({ ...flags, method: undefined }),
      (workspace, runtime) =>
        runtime.addToCatalogue(workspace, process.cwd(), flags.index, argv.map(String), flags.method),
    );
    this.log(`Added ${added.added.length} tracks; the index holds ${added.tracks}, ${megabytes(added.bytes)} MB.`);
    for (const { file, id, reason } of added.leftOut) this.warn(`left out ${file ?? id}: ${reason}`);
    return added;
  }
}
