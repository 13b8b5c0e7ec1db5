import { type ErrorCode, messageOf, SidError, type SongSource } from '@sid/core';
import { atomicWrite } from '../atomic-write.ts';
import { encodeStems } from './stem-file.ts';
import { openInThread, type ThreadComponent } from './thread-component.ts';

export interface SongTask {
  readonly source: ThreadComponent<'songs'>;
  readonly id: string;
  readonly sampleRate: number;
  /** Where the song goes. */
  readonly path: string;
}

export type SongOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

const opened = new Map<string, Promise<SongSource>>();

const sourceOf = (settings: ThreadComponent<'songs'>): Promise<SongSource> => {
  const key = JSON.stringify(settings);
  const known = opened.get(key) ?? openInThread(settings);
  opened.set(key, known);
  return known;
};

/** Reads one song and puts its stems into the cache. */
export default async ({ source, id, sampleRate, path }: SongTask): Promise<SongOutcome> => {
  try {
    const song = await (await sourceOf(source)).read(id, sampleRate);
    await atomicWrite(path, encodeStems(song));
    return { ok: true };
  } catch (error) {
    const code = error instanceof SidError ? error.code : 'SID_SONGS_UNFIT';
    return { ok: false, code, message: messageOf(error) };
  }
};
