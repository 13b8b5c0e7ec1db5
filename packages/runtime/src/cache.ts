import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from './workspace.ts';

/** How much of one kind is in the cache. */
export interface CacheKind {
  readonly kind: string;
  readonly files: number;
  readonly bytes: number;
}

interface CacheFile {
  readonly path: string;
  readonly kind: string;
  readonly bytes: number;
  readonly ageDays: number;
}

async function* filesOf(cache: string): AsyncGenerator<CacheFile> {
  const entries = await readdir(cache, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(path);
    const kind = path.slice(cache.length + 1).split('/')[0] ?? '';
    yield { path, kind, bytes: size, ageDays: (Date.now() - mtimeMs) / 86_400_000 };
  }
}

export const cacheInfo = async ({ cache }: Workspace): Promise<readonly CacheKind[]> => {
  const kinds = new Map<string, CacheKind>();
  for await (const { kind, bytes } of filesOf(cache)) {
    const known = kinds.get(kind) ?? { kind, files: 0, bytes: 0 };
    kinds.set(kind, { kind, files: known.files + 1, bytes: known.bytes + bytes });
  }
  return [...kinds.values()].sort((a, b) => a.kind.localeCompare(b.kind, 'en'));
};

/** Removes what is older; everything where `olderThanDays` is 0. Whatever is needed again is made again. */
export const pruneCache = async (
  { cache }: Workspace,
  { olderThanDays = 30 }: { readonly olderThanDays?: number } = {},
): Promise<{ readonly files: number; readonly bytes: number }> => {
  let [files, bytes] = [0, 0];
  for await (const file of filesOf(cache)) {
    if (file.ageDays < olderThanDays) continue;
    await rm(file.path, { force: true });
    files += 1;
    bytes += file.bytes;
  }
  return { files, bytes };
};
