import { type Audio, type Component, canonicalJson, type Match, messageOf, type Retriever, SidError } from '@sid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, chunksOf } from './chunks.ts';
import { excerpt, syntheticTrack } from './synthetic-track.ts';

export interface RetrieverCheck {
  /** Parsed by the component's own schema, as the runtime does. */
  readonly options?: unknown;
  /** What fills the component's needs, by the names it uses. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Length of each of the five generated tracks in seconds; 20 where absent. */
  readonly trackSeconds?: number;
  /** Length of the excerpts that are asked for, in seconds; 6 where absent. */
  readonly excerptSeconds?: number;
  /** How far a place may be off, in seconds; 0.25 where absent. */
  readonly toleranceSeconds?: number;
  /** Least and greatest score possible; 0 and 1 where absent. */
  readonly bounds?: readonly [number, number];
}

/**
 * Registers the tests that every retriever has to pass, on generated audio: `checkRetriever(landmark)` at the top
 * level of a test file is all. It shows that the contract is kept; it does not show that a method is any good.
 */
export const checkRetriever = (component: Component<'retriever'>, check: RetrieverCheck = {}): void => {
  const { trackSeconds = 20, excerptSeconds = 6, toleranceSeconds = 0.25, bounds = [0, 1] } = check;
  const opened: Retriever[] = [];
  const open = async (): Promise<Retriever> => {
    const retriever = await component.create(component.options.parse(check.options ?? {}), check.given ?? {});
    opened.push(retriever);
    return retriever;
  };
  const tracks = (rate: number): readonly Audio[] =>
    [1, 2, 3, 4].map((seed) => syntheticTrack(seed, trackSeconds, rate));
  /** From 3/8 of the track on, at a time that is no multiple of a hop. */
  const from = Math.round(trackSeconds * 375) / 1000 + 0.0137;
  const filled = async (order: readonly number[] = [0, 1, 2, 3]): Promise<Retriever> => {
    const retriever = await open();
    const all = tracks(retriever.sampleRate);
    for (const i of order)
      await retriever.add(await retriever.analyse(all[i] ?? syntheticTrack(1, 1, retriever.sampleRate), 'reference'));
    return retriever;
  };
  const ask = async (retriever: Retriever, seed: number, limit = 100): Promise<readonly Match[]> => {
    const audio = excerpt(syntheticTrack(seed, trackSeconds, retriever.sampleRate), from, from + excerptSeconds);
    return retriever.query(await retriever.analyse(audio, 'query'), limit);
  };

  describe(`retriever ${component.name}`, () => {
    let shared: Retriever;
    let clean: readonly Match[];
    beforeAll(async () => {
      shared = await filled();
      clean = await ask(shared, 2);
    });
    afterAll(async () => {
      for (const retriever of opened) await retriever[Symbol.asyncDispose]();
    });

    it('says what it wants and what its score means', () => {
      expect(shared.sampleRate).toBeGreaterThan(0);
      expect(shared.scoreMeaning.length).toBeGreaterThan(10);
      expect(JSON.parse(canonicalJson(shared.analysisOptions ?? null))).toEqual(shared.analysisOptions ?? null);
    });

    it('analyses the same audio the same, in any instance, and leaves the audio alone', async () => {
      const audio = syntheticTrack(2, trackSeconds, shared.sampleRate);
      const before = audio.samples.slice();
      for (const side of ['reference', 'query'] as const) {
        const analysis = await shared.analyse(audio, side);
        await shared.analyse(syntheticTrack(9, 3, shared.sampleRate), side);
        expect(await shared.analyse(audio, side)).toEqual(analysis);
        expect(await (await open()).analyse(audio, side)).toEqual(analysis);
        expect(analysis.id).toBe(audio.id);
        expect(analysis.durationSeconds).toBeCloseTo(trackSeconds, 3);
      }
      expect(audio.samples).toEqual(before);
    });

    it('finds a clean excerpt first, at the right place', () => {
      expect(clean[0]?.track).toBe('synthetic-2');
      const place = clean[0]?.where[0];
      if (place === undefined) return expect.fail('The best match says no place.');
      const offset = place.reference.from - place.query.from;
      expect(Math.abs(offset - from)).toBeLessThanOrEqual(toleranceSeconds);
      expect(place.query.to - place.query.from).toBeGreaterThan(excerptSeconds / 4);
    });

    it('gives places within the recordings and scores within bounds, best first, each track once', () => {
      for (const { score, where } of clean) {
        for (const value of [score, ...where.map((place) => place.score)]) {
          expect(value).toBeGreaterThanOrEqual(bounds[0]);
          expect(value).toBeLessThanOrEqual(bounds[1]);
        }
        for (const { query, reference } of where) {
          expect(within(query, excerptSeconds)).toBe(true);
          expect(within(reference, trackSeconds)).toBe(true);
        }
      }
      expect(isDescending(clean)).toBe(true);
      for (const { where } of clean) expect(isDescending(where)).toBe(true);
      expect(new Set(clean.map((match) => match.track)).size).toBe(clean.length);
    });

    it('scores an excerpt of a stored track above one of a track that is not stored', async () => {
      const stranger = await ask(shared, 99);
      expect(clean[0]?.score ?? bounds[0]).toBeGreaterThan(stranger[0]?.score ?? bounds[0]);
    });

    it('honours the limit', async () => {
      expect(await ask(shared, 2, 1)).toEqual(clean.slice(0, 1));
      expect(await ask(shared, 2, 2)).toEqual(clean.slice(0, 2));
    });

    it('answers the same with suggestions of tracks that it does not have, if it takes any', async () => {
      const where = [{ query: { from: 0, to: 1 }, reference: { from: 0, to: 1 }, score: 0.5 }];
      const audio = excerpt(syntheticTrack(2, trackSeconds, shared.sampleRate), from, from + excerptSeconds);
      const asked = await shared.analyse(audio, 'query');
      const strange = [{ track: 'of another index', score: 0.5, where }];
      expect((await shared.queryWith?.(asked, 100, strange)) ?? clean).toEqual(clean);
    });

    it('answers the same for an analysis that has crossed threads', async () => {
      const audio = excerpt(syntheticTrack(2, trackSeconds, shared.sampleRate), from, from + excerptSeconds);
      expect(await shared.query(structuredClone(await shared.analyse(audio, 'query')), 100)).toEqual(clean);
    });

    it('has nothing to say when it is empty', async () => {
      const empty = await open();
      expect(await ask(empty, 2)).toEqual([]);
      expect(empty.size.tracks).toBe(0);
    });

    it('finds nothing in silence or in next to no audio, on either side', async () => {
      const retriever = await filled();
      const { sampleRate } = retriever;
      const lengths = [0, 1, Math.round(sampleRate / 100), sampleRate * 5];
      for (const [i, length] of lengths.entries()) {
        const silence = { id: `silence-${i}`, sampleRate, samples: new Float32Array(length) };
        expect(await retriever.query(await retriever.analyse(silence, 'query'), 10)).toEqual([]);
        await retriever.add(await retriever.analyse(silence, 'reference'));
      }
      expect(retriever.size.tracks).toBe(4 + lengths.length);
      expect((await ask(retriever, 2)).map(({ track }) => track)).toEqual(clean.map(({ track }) => track));
    });

    it('forgets what is removed', async () => {
      const retriever = await filled();
      expect(await retriever.remove('synthetic-2')).toBe(true);
      expect(await retriever.remove('synthetic-2')).toBe(false);
      expect(retriever.size.tracks).toBe(3);
      expect((await ask(retriever, 2)).some(({ track }) => track === 'synthetic-2')).toBe(false);
      expect((await ask(retriever, 3))[0]?.track).toBe('synthetic-3');
    });

    it('replaces a track of the same id', async () => {
      const retriever = await filled();
      const other = { ...syntheticTrack(5, trackSeconds, retriever.sampleRate), id: 'synthetic-2' };
      await retriever.add(await retriever.analyse(other, 'reference'));
      expect(retriever.size.tracks).toBe(4);
      expect((await ask(retriever, 5))[0]?.track).toBe('synthetic-2');
      const gone = (await ask(retriever, 2)).find(({ track }) => track === 'synthetic-2');
      expect(gone?.score ?? bounds[0]).toBeLessThan(clean[0]?.score ?? bounds[1]);
      await retriever.add(await retriever.analyse(syntheticTrack(2, trackSeconds, retriever.sampleRate), 'reference'));
      expect(await ask(retriever, 2)).toEqual(clean);
    });

    it('saves the same bytes whatever the order of addition, as many as it says', async () => {
      const bytes = await bytesOf(shared.save());
      expect(bytes.length).toBe(shared.size.bytes);
      expect(await bytesOf(shared.save())).toEqual(bytes);
      expect(await bytesOf((await filled([3, 1, 0, 2])).save())).toEqual(bytes);
    });

    it('answers the same after saving and loading, however the bytes are cut', async () => {
      const bytes = await bytesOf(shared.save());
      for (const size of [bytes.length, 1013, 7]) {
        const loaded = await open();
        await loaded.load(chunksOf(bytes, size));
        expect(loaded.size).toEqual(shared.size);
        expect(await ask(loaded, 2)).toEqual(clean);
        expect(await bytesOf(loaded.save())).toEqual(bytes);
      }
    });

    it('loads in place of what it held, and goes on from there', async () => {
      const bytes = await bytesOf((await filled([0, 2])).save());
      const retriever = await filled([1, 3]);
      await retriever.load(chunksOf(bytes));
      expect(retriever.size.tracks).toBe(2);
      expect((await ask(retriever, 2)).some(({ track }) => track === 'synthetic-2')).toBe(false);
      for (const i of [1, 3])
        await retriever.add(
          await retriever.analyse(syntheticTrack(i + 1, trackSeconds, retriever.sampleRate), 'reference'),
        );
      expect(await ask(retriever, 2)).toEqual(clean);
    });

    it('refuses bytes that are not its own with SID_INDEX_INVALID, and keeps what it held', async () => {
      const bytes = await bytesOf(shared.save());
      const flipped = bytes.slice();
      const middle = bytes.length >> 1;
      flipped[middle] = (flipped[middle] ?? 0) ^ 16;
      const foreign = new TextEncoder().encode('{"not":"an index"}');
      const retriever = await filled();
      for (const bad of [new Uint8Array(), foreign, bytes.subarray(0, -1), flipped, new Uint8Array([...bytes, 0])]) {
        const thrown = await retriever.load(chunksOf(bad)).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(thrown instanceof SidError ? thrown.code : `not refused: ${messageOf(thrown)}`).toBe(
          'SID_INDEX_INVALID',
        );
      }
      expect(await ask(retriever, 2)).toEqual(clean);
    });

    it('can be disposed of twice', async () => {
      const retriever = await filled([0]);
      await retriever[Symbol.asyncDispose]();
      await retriever[Symbol.asyncDispose]();
    });
  });
};

/** A query span may start before 0 and end after the end by rounding only. */
const within = (span: { readonly from: number; readonly to: number }, seconds: number): boolean =>
  span.from >= 0 && span.from <= span.to && span.to <= seconds + 1e-6;

const isDescending = (list: readonly { readonly score: number }[]): boolean =>
  list.every(({ score }, i) => score <= (list[i - 1]?.score ?? Number.POSITIVE_INFINITY));
