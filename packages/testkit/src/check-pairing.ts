import {
  type Chunk,
  type Component,
  createRandom,
  type Frontend,
  type Pairing,
  type PreparedItem,
  type TrainingBatch,
} from '@sid/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { syntheticTrack } from './synthetic-track.ts';

export interface PairingCheck {
  /** Of the method that is trained. */
  readonly frontend: Frontend;
  /** Frames of the encoder's windows. */
  readonly windowFrames: number;
  /** Parsed by the component's own schema, as the runtime does. */
  readonly options?: unknown;
  /** What fills the component's other needs, by the names it uses. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** What the tests are listed under; the component's name where absent. */
  readonly title?: string;
}

const stemNames = ['drums', 'bass', 'vocals', 'other'];

/** A chunk of generated music in four stems, of which nothing but noise and notes can be said. */
export const syntheticChunk = (seed: number, seconds: number, sampleRate: number): Chunk => ({
  song: `song ${seed}`,
  stems: stemNames.map((id, i) => ({ ...syntheticTrack(100 * seed + i, seconds, sampleRate), id })),
});

/** Registers the tests that every pairing has to pass, on generated stems. */
export const checkPairing = (component: Component<'pairing'>, check: PairingCheck): void => {
  const { frontend, windowFrames } = check;
  const { sampleRate, bins } = frontend.spec;
  const open = (): Promise<Pairing> =>
    component.create(component.options.parse(check.options ?? {}), { frontend, ...check.given });
  const songs = [1, 2, 3, 4];
  let pairing: Pairing;
  let chunks: readonly Chunk[];
  let items: readonly PreparedItem[];
  let batch: TrainingBatch;

  const prepared = async (by: Pairing, chunk: Chunk, seed: string): Promise<PreparedItem> => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const item = await by.prepare(chunk, windowFrames, createRandom(`${seed}/${attempt}`));
      if (item !== undefined) return item;
    }
    throw new Error(`${component.name} finds no use for a chunk in which all stems sound`);
  };

  describe(`pairing ${check.title ?? component.name}`, () => {
    beforeAll(async () => {
      pairing = await open();
      chunks = songs.map((song) => syntheticChunk(song, pairing.chunkSeconds, sampleRate));
      items = await Promise.all(chunks.map((chunk) => prepared(pairing, chunk, chunk.song)));
      batch = pairing.combine(items, createRandom('combine'));
    });

    it('prepares arrays that cross threads', () => {
      for (const item of items) {
        expect(Object.values(item).length).toBeGreaterThan(0);
        expect(Object.values(item).every((array) => ArrayBuffer.isView(array))).toBe(true);
        expect(structuredClone(item)).toEqual(item);
      }
    });

    it('gives windows as the encoder wants them, with a view each', () => {
      expect(batch.windows.length).toBeGreaterThan(songs.length);
      expect(batch.views.length).toBe(batch.windows.length);
      for (const { rows, cols, data } of batch.windows) {
        expect([rows, cols, data.length]).toEqual([bins, windowFrames, bins * windowFrames]);
        expect(data.every(Number.isFinite)).toBe(true);
        expect(new Set(data).size).toBeGreaterThan(1);
      }
    });

    it('shows every song from both sides, or explains others by it', () => {
      for (const { songs: named } of batch.views) {
        expect(named.length).toBeGreaterThan(0);
        expect(new Set(named).size).toBe(named.length);
        expect(named.every((song) => song >= 0 && song < items.length)).toBe(true);
      }
      const seen = (side: string) =>
        new Set(batch.views.filter((view) => view.side === side).flatMap((view) => view.songs));
      expect(seen('reference').size).toBeGreaterThan(1);
      for (const song of seen('query')) expect(seen('reference')).toContain(song);
    });

    it('gives the same bytes for the same seed, in any instance, and others for another', async () => {
      const [chunk] = chunks;
      if (chunk === undefined) return;
      const again = await prepared(await open(), chunk, chunk.song);
      expect(again).toEqual(items[0]);
      expect((await open()).combine(items, createRandom('combine'))).toEqual(batch);
      expect(await prepared(pairing, chunk, 'another seed')).not.toEqual(items[0]);
    });

    it('leaves chunks and items as they were', async () => {
      const chunk = syntheticChunk(7, pairing.chunkSeconds, sampleRate);
      for (let i = 0; i < 3; i++) await prepared(pairing, chunk, `change ${i}`);
      expect(chunk).toEqual(syntheticChunk(7, pairing.chunkSeconds, sampleRate));
      const before = structuredClone(items);
      pairing.combine(items, createRandom('other'));
      expect(items).toEqual(before);
    });

    it('combines two items, and one', () => {
      for (const count of [2, 1]) {
        const some = pairing.combine(items.slice(0, count), createRandom('some'));
        expect(some.windows.length).toBe(some.views.length);
        expect(some.views.every((view) => view.songs.every((song) => song < count))).toBe(true);
      }
    });

    it('has no use for silence', async () => {
      const silent = syntheticChunk(1, pairing.chunkSeconds, sampleRate).stems.map((stem) => ({
        ...stem,
        samples: new Float32Array(stem.samples.length),
      }));
      for (let i = 0; i < 3; i++)
        expect(
          await pairing.prepare({ song: 'silence', stems: silent }, windowFrames, createRandom(i)),
        ).toBeUndefined();
    });
  });
};
