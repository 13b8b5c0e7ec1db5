import { Flags } from '@oclif/core';
import { BaseCommand } from '../../base-command.ts';
import { megabytes } from '../../cache-text.ts';
import { placeFlags } from '../../flags.ts';

interface Pruned {
  readonly files: number;
  readonly bytes: number;
}

export class CachePrune extends BaseCommand {
  static override summary = 'Remove old files from the cache.';
  static override description =
    'Results and leaderboards are not part of it. What is removed is computed again when it is needed.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    { description: 'Everything:', command: '<%= config.bin %> <%= command.id %> --older-than 0' },
  ];
  static override flags = {
    cache: placeFlags.cache,
    'older-than': Flags.integer({ summary: 'Age in days; 0 removes all.', min: 0, default: 30, helpValue: 'DAYS' }),
  };

  async run(): Promise<Pruned> {
    const { flags } = await this.parse(CachePrune);
    const removed = await this.workspace(flags.quiet, { cache: flags.cache }, (workspace, runtime) =>
      runtime.pruneCache(workspace, { olderThanDays: flags['older-than'] }),
    );
    this.log(`Removed ${removed.files} files, ${megabytes(removed.bytes)} MB.`);
    return removed;
  }
}
