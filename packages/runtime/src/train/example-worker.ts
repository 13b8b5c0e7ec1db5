import { createRandom, type Frontend, type Pairing, type PreparedItem, type Random, SidError, tokens } from '@sid/core';
import { provided } from '../wiring.ts';
import { type PackedBatch, packBatch } from './packed-batch.ts';
import { openStems, type StemFile } from './stem-file.ts';
import { openInThread, type ThreadComponent } from './thread-component.ts';

/** What makes examples; equal settings share one in a thread. */
export interface ExampleSettings {
  readonly frontend: ThreadComponent<'frontend'>;
  readonly pairing: ThreadComponent<'pairing'>;
  readonly windowFrames: number;
}

export interface ExampleTask {
  readonly settings: ExampleSettings;
  /** Names the stream of random numbers of this batch: everything random in it derives from seed and name. */
  readonly seed: number;
  readonly name: string;
  /** Of each item: files of the songs it may be made of, best first. */
  readonly songs: readonly (readonly string[])[];
}

const attempts = 6;

const opened = new Map<string, Promise<{ readonly frontend: Frontend; readonly pairing: Pairing }>>();

const open = async ({ frontend: settings, pairing }: ExampleSettings) => {
  const frontend = await openInThread(settings);
  return { frontend, pairing: await openInThread(pairing, [provided(tokens.frontend, frontend)]) };
};

const openOnce = (settings: ExampleSettings) => {
  const key = JSON.stringify(settings);
  const known = opened.get(key) ?? open(settings);
  opened.set(key, known);
  return known;
};

const fromSong = async (file: StemFile, pairing: Pairing, windowFrames: number, random: Random) => {
  const { id, sampleRate, frames } = file.header;
  const length = Math.round(pairing.chunkSeconds * sampleRate);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const drawn = random.fork(String(attempt));
    const stems = await file.read(drawn.int(frames - length + 1), length);
    const item = await pairing.prepare({ song: id, stems }, windowFrames, drawn);
    if (item !== undefined) return item;
  }
  return undefined;
};

/** Makes the batch of one step: reads chunks, has the pairing prepare them, and combines. */
export default async ({ settings, seed, name, songs }: ExampleTask): Promise<PackedBatch> => {
  const { pairing } = await openOnce(settings);
  const random = createRandom(seed).fork(name);
  const items: { readonly song: string; readonly item: PreparedItem }[] = [];
  for (const [i, candidates] of songs.entries()) {
    for (const [k, path] of candidates.entries()) {
      await using file = await openStems(path);
      const item = await fromSong(file, pairing, settings.windowFrames, random.fork(`${i}`).fork(`${k}`));
      if (item === undefined) continue;
      items.push({ song: path, item });
      break;
    }
  }
  if (items.length === 0) {
    throw new SidError(
      'SID_SONGS_UNFIT',
      `None of the ${songs.length} songs of batch "${name}" gave a usable chunk: are they silent?`,
    );
  }
  const batch = pairing.combine(
    items.map(({ item }) => item),
    random.fork('combine'),
  );
  return packBatch(
    batch,
    items.map(({ song }) => song),
  );
};
