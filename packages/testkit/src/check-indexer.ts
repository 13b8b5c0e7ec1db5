import { type Component, messageOf, SidError } from '@sid/core';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesOf, chunksOf } from './chunks.ts';
import { createTrial, type IndexerCheck } from './indexer-trial.ts';
import { rowsOf, withoutTracks } from './vectors.ts';

export type { IndexerCheck } from './indexer-trial.ts';

/**
 * Registers the tests that every indexer has to pass, on generated vectors: `checkIndexer(flat)` at the top level of a
 * test file is all. Answers are compared with those of a brute-force search in float64.
 */
export const checkIndexer = (component: Component<'indexer'>, check: IndexerCheck = {}): void => {
  const { all, asked, dims, size, create, kept, empty, filled, whole, isRight, dispose } = createTrial(
    component,
    check,
  );

  describe(`indexer ${component.name}`, () => {
    afterAll(dispose);

    it('finds the nearest, best first, with their cosines', async () => {
      const index = await whole();
      expect(index.size).toBe(size);
      isRight(await index.search(asked, 10), all, 10);
      isRight(await index.search(asked, 100), all, 100);
    });

    it('gives spans back as they came', async () => {
      const index = await empty();
      const { vectors } = rowsOf(all, 0, 2);
      const spans = [
        { track: 'a\nb', from: 0.1, to: 1 / 3, semitones: -0.3 },
        { track: '', from: 1e6, to: 1e6 + 0.25 },
      ];
      await index.add(vectors, spans);
      const hits = (await index.search(vectors, 1)).map(([first]) => first?.span);
      expect(hits).toEqual(spans);
      const again = kept(await (await create()).open(index.save()));
      expect((await again.search(vectors, 1)).map(([first]) => first?.span)).toEqual(spans);
    });

    it('answers one query as it answers many', async () => {
      const index = await whole();
      const together = await index.search(asked, 10);
      for (const i of [0, 7, asked.rows - 1]) {
        const data = asked.data.slice(i * dims, (i + 1) * dims);
        expect(await index.search({ rows: 1, cols: dims, data }, 10)).toEqual([together[i]]);
      }
    });

    it('gives the same answers in any instance and at any time, also while asked twice at once', async () => {
      const index = await whole();
      const first = await index.search(asked, 10);
      expect(await (await filled()).search(asked, 10)).toEqual(first);
      const both = await Promise.all([index.search(asked, 10), index.search(asked, 10)]);
      expect(both).toEqual([first, first]);
    });

    it('takes vectors in pieces of any size, and leaves them alone', async () => {
      const before = all.vectors.data.slice();
      const pieces = await filled(all, 33);
      expect(all.vectors.data).toEqual(before);
      expect(await pieces.search(asked, 10)).toEqual(await (await whole()).search(asked, 10));
    });

    it('may be changed and asked at once, one after the other', async () => {
      const index = await empty();
      const half = size / 2;
      const [one, two] = [rowsOf(all, 0, half), rowsOf(all, half, size)];
      const [, early, , late, removed] = await Promise.all([
        index.add(one.vectors, one.spans),
        index.search(asked, 10),
        index.add(two.vectors, two.spans),
        index.search(asked, 10),
        index.remove('track-0'),
      ]);
      isRight(early, one, 10);
      isRight(late, all, 10);
      expect(removed).toBe(20);
    });

    it('returns all there is where more is wanted, nothing of an empty index, and nothing for k = 0', async () => {
      const few = rowsOf(all, 0, 7);
      isRight(await (await filled(few)).search(asked, 50), few, 50);
      const none = await empty();
      expect(await none.search(asked, 5)).toEqual(Array.from({ length: asked.rows }, () => []));
      expect(none.size).toBe(0);
      expect(await (await filled(few)).search(asked, 0)).toEqual(Array.from({ length: asked.rows }, () => []));
      const nobody = { rows: 0, cols: dims, data: new Float32Array() };
      expect(await (await filled(few)).search(nobody, 5)).toEqual([]);
      await none.add(nobody, []);
      expect(none.size).toBe(0);
    });

    it('removes a track and nothing else, and takes it back', async () => {
      const index = await filled();
      const gone = ['track-0', `track-${size / 40}`, `track-${size / 20 - 1}`];
      const rest = withoutTracks(all, gone);
      for (const track of gone) expect(await index.remove(track)).toBe(20);
      expect(await index.remove('track-0')).toBe(0);
      expect(await index.remove('nobody')).toBe(0);
      expect(index.size).toBe(size - 60);
      isRight(await index.search(asked, 10), rest, 10);
      const back = withoutTracks(
        all,
        rest.spans.map(({ track }) => track),
      );
      await index.add(back.vectors, back.spans);
      expect(index.size).toBe(size);
      isRight(await index.search(asked, 10), all, 10);
    });

    it('can be emptied track by track and filled again', async () => {
      const few = rowsOf(all, 0, 200);
      const index = await filled(few);
      for (let track = 9; track >= 0; track--) await index.remove(`track-${track}`);
      expect(index.size).toBe(0);
      expect((await index.search(asked, 5)).flat()).toEqual([]);
      await index.add(few.vectors, few.spans);
      isRight(await index.search(asked, 10), few, 10);
    });

    it('keeps the right tracks while many come and go', async () => {
      const index = await filled(rowsOf(all, 0, size / 2));
      const count = Math.floor(size / 80);
      for (let track = 0; track < count; track++) {
        await index.remove(`track-${track}`);
        const { vectors, spans } = rowsOf(all, size / 2 + 20 * track, size / 2 + 20 * track + 20);
        await index.add(vectors, spans);
      }
      expect(index.size).toBe(size / 2);
      isRight(await index.search(asked, 10), rowsOf(all, 20 * count, size / 2 + 20 * count), 10);
    });

    it('saves as many bytes as it says and answers the same when opened, however the bytes are cut', async () => {
      const index = await filled();
      await index.remove('track-3');
      const answers = await index.search(asked, 10);
      const bytes = await bytesOf(index.save());
      expect(bytes.length).toBe(index.bytes);
      expect(isSame(await bytesOf(index.save()), bytes)).toBe(true);
      for (const cut of [bytes.length, 1013, 3]) {
        const again = kept(await (await create()).open(chunksOf(bytes, cut)));
        expect(again.size).toBe(index.size);
        expect(await again.search(asked, 10)).toEqual(answers);
        expect(isSame(await bytesOf(again.save()), bytes)).toBe(true);
      }
    });

    it('goes on after it was opened', async () => {
      const index = kept(await (await create()).open((await filled(rowsOf(all, 0, size / 2))).save()));
      const { vectors, spans } = rowsOf(all, size / 2, size);
      await index.add(vectors, spans);
      await index.remove('track-1');
      isRight(await index.search(asked, 10), withoutTracks(all, ['track-1']), 10);
    });

    it('saves an empty index', async () => {
      const again = kept(await (await create()).open((await empty()).save()));
      expect(again.size).toBe(0);
      await again.add(all.vectors, all.spans);
      isRight(await again.search(asked, 10), all, 10);
    });

    it('refuses bytes that are not its own with SID_INDEX_INVALID', async () => {
      const bytes = await bytesOf((await filled(rowsOf(all, 0, 100))).save());
      const flipped = bytes.slice();
      flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 16;
      const foreign = new TextEncoder().encode('{"not":"an index"}');
      const bad = [new Uint8Array(), foreign, bytes.subarray(0, -1), flipped, new Uint8Array([...bytes, 0])];
      for (const each of bad) {
        expect(await codeOf(async () => kept(await (await create()).open(chunksOf(each))))).toBe('SID_INDEX_INVALID');
      }
    });

    it('refuses vectors of other dimensions, numbers that are none and a wrong count of spans; keeps what it had', async () => {
      const index = await filled(rowsOf(all, 0, 100));
      const answers = await index.search(asked, 10);
      const { vectors, spans } = rowsOf(all, 0, 3);
      const wide = { rows: 3, cols: dims + 1, data: new Float32Array(3 * (dims + 1)) };
      const nan = { ...vectors, data: vectors.data.slice().fill(Number.NaN, 5, 6) };
      expect(await codeOf(() => index.add(wide, spans))).toBe('SID_METHOD_FAILED');
      expect(await codeOf(() => index.search(wide, 3))).toBe('SID_METHOD_FAILED');
      expect(await codeOf(() => index.add(nan, spans))).toBe('SID_METHOD_FAILED');
      expect(await codeOf(() => index.search(nan, 3))).toBe('SID_METHOD_FAILED');
      expect(await codeOf(() => index.add(vectors, spans.slice(1)))).toBe('SID_METHOD_FAILED');
      expect(index.size).toBe(100);
      expect(await index.search(asked, 10)).toEqual(answers);
    });

    it('lists equal vectors by track and time, whichever came first', async () => {
      const one = rowsOf(all, 0, 1).vectors.data;
      const many = { rows: 5, cols: dims, data: Float32Array.from({ length: 5 * dims }, (_, i) => one[i % dims] ?? 0) };
      const spans = ['d', 'b', 'a', 'c', 'a'].map((track, i) => ({ track, from: 9 - i, to: 10 - i }));
      const index = await empty();
      await index.add(many, spans);
      const [hits = []] = await index.search({ rows: 1, cols: dims, data: one }, 5);
      expect(hits.map(({ span }) => `${span.track} ${span.from}`)).toEqual(['a 5', 'a 7', 'b 8', 'c 6', 'd 9']);
    });

    it('can be disposed of twice', async () => {
      const index = await filled(rowsOf(all, 0, 20));
      await index[Symbol.asyncDispose]();
      await index[Symbol.asyncDispose]();
    });
  });
};

/** Faster by far than a comparison that could show every difference. */
const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'nothing was thrown';
  } catch (error) {
    return error instanceof SidError ? error.code : messageOf(error);
  }
};
