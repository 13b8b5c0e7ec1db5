import type { CacheKind } from '@sid/runtime';
import { tableText } from './table.ts';

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** What is in the cache, by kind. */
export const cacheText = (kinds: readonly CacheKind[]): string =>
  kinds.length === 0
    ? 'Nothing is in the cache.'
    : tableText([
        { header: 'kind', align: 'left', cells: kinds.map(({ kind }) => kind) },
        { header: 'files', align: 'right', cells: kinds.map(({ files }) => String(files)) },
        { header: 'MB', align: 'right', cells: kinds.map(({ bytes }) => megabytes(bytes)) },
      ]);
