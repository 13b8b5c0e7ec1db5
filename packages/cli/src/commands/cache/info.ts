import type { CacheKind } from '@sid/runtime';
import { BaseCommand } from '../../base-command.ts';
import { cacheText } from '../../cache-text.ts';
import { placeFlags } from '../../flags.ts';

interface Info {
  readonly folder: string;
  readonly kinds: readonly CacheKind[];
}

export class CacheInfo extends BaseCommand {
  static override summary = 'Say where the cache is and how much is in it.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = { cache: placeFlags.cache };

  async run(): Promise<Info> {
    const { flags } = await this.parse(CacheInfo);
    const info = await this.workspace(flags.quiet, { cache: flags.cache }, async (workspace, runtime) => ({
      folder: workspace.cache,
      kinds: await runtime.cacheInfo(workspace),
    }));
    this.log(`${info.folder}\n${cacheText(info.kinds)}`);
    return info;
  }
}
