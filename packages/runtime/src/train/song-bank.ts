import { access } from 'node:fs/promises';
import { type LeftOut, SidError, type SongSource } from '@sid/core';
import { decoderRevision } from '../audio/index.ts';
import { cachePath } from '../store.ts';
import type { Foundation } from '../workspace.ts';
import type { SongOutcome, SongTask } from './song-worker.ts';
import { openStems } from './stem-file.ts';
import type { ThreadComponent } from './thread-component.ts';
import { workerModule } from './worker-module.ts';

/** One source of songs, created here, and what threads create it again with. */
export interface OpenSource {
  readonly source: SongSource;
  readonly settings: ThreadComponent<'songs'>;
  readonly revision: number;
}

/** A song whose stems lie in the cache. */
export interface BankedSong {
  /** Unique over all sources. */
  readonly id: string;
  readonly source: string;
  readonly path: string;
  readonly seconds: number;
}

/** Songs that can be trained on, in a fixed order, and those that cannot. */
export interface SongBank {
  readonly songs: readonly BankedSong[];
  readonly leftOut: readonly LeftOut[];
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

interface Wanted extends SongTask {
  readonly name: string;
  readonly sourceName: string;
}

const listed = async (cache: string, sources: readonly OpenSource[], sampleRate: number) => {
  const wanted: Wanted[] = [];
  for (const [i, { source, settings, revision }] of sources.entries()) {
    const same = sources.slice(0, i).filter((other) => other.settings.name === settings.name).length;
    const sourceName = same === 0 ? settings.name : `${settings.name}-${same + 1}`;
    for (const id of await source.list()) {
      const key = {
        format: 1,
        source: settings.name,
        revision,
        identity: source.identity,
        id,
        sampleRate,
        decoder: decoderRevision,
      };
      const path = cachePath(cache, 'stems', key, 'stems');
      wanted.push({ source: settings, id, sampleRate, path, name: `${sourceName}/${id}`, sourceName });
    }
  }
  return wanted;
};

/** Codes that concern the machine and not the song. */
const isFatal = (code: string): boolean => code === 'SID_STORAGE_FAILED' || code === 'SID_INTERRUPTED';

const makeMissing = async ({ workers, progress }: Foundation, missing: readonly Wanted[]) => {
  const leftOut: LeftOut[] = [];
  if (missing.length === 0) return leftOut;
  const task = progress.start('Reading songs', missing.length);
  try {
    const tasks = missing.map(({ source, id, sampleRate, path }): SongTask => ({ source, id, sampleRate, path }));
    let at = 0;
    for await (const outcome of workers.map<SongTask, SongOutcome>(workerModule('song-worker'), tasks)) {
      const { name = '' } = missing[at] ?? {};
      at += 1;
      task.advance();
      if (outcome.ok) continue;
      if (isFatal(outcome.code)) throw new SidError(outcome.code, outcome.message);
      leftOut.push({ id: name, reason: outcome.message });
    }
  } finally {
    task.end();
  }
  return leftOut;
};

/**
 * Reads every song once: what an earlier run has read is there already. Songs that are broken or shorter than a chunk
 * are left out and named.
 *
 * @throws SidError SID_SONGS_UNFIT where none is left
 */
export const openSongBank = async (
  foundation: Foundation,
  sources: readonly OpenSource[],
  sampleRate: number,
  chunkSeconds: number,
): Promise<SongBank> => {
  const wanted = await listed(foundation.cache, sources, sampleRate);
  const there = await Promise.all(wanted.map(({ path }) => exists(path)));
  const leftOut = await makeMissing(
    foundation,
    wanted.filter((_, i) => !there[i]),
  );
  const unread = new Set(leftOut.map(({ id }) => id));
  const songs: BankedSong[] = [];
  for (const { name, path, sourceName } of wanted) {
    if (unread.has(name)) continue;
    await using file = await openStems(path);
    const seconds = file.header.frames / file.header.sampleRate;
    if (seconds < chunkSeconds) {
      const reason = `"${name}" lasts ${seconds.toFixed(1)} s, and examples are made of ${chunkSeconds.toFixed(1)} s.`;
      leftOut.push({ id: name, reason });
    } else songs.push({ id: name, source: sourceName, path, seconds });
  }
  if (songs.length === 0) {
    const why = leftOut[0]?.reason ?? 'The sources list none.';
    throw new SidError('SID_SONGS_UNFIT', `No song can be trained on. ${why}`);
  }
  return { songs, leftOut };
};
