import { SidError } from '@sid/core';
import { bytesOf, chunksOf } from '@sid/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTrackFile, type StoredTrack, trackFileBytes, writeTrackFile } from './track-file.ts';

const head = { kind: 'test/1', settings: { a: 1 } };
const track = fc.record({
  id: fc.string({ unit: 'grapheme', maxLength: 12 }),
  durationSeconds: fc.double({ min: 0, max: 36_000, noNaN: true }),
  code: fc.uint8Array({ maxLength: 40 }),
});
const model = fc
  .uniqueArray(track, { selector: ({ id }) => id, maxLength: 8 })
  .map((list) => new Map<string, StoredTrack>(list.map((one) => [one.id, one])));

const failure = async (bytes: Uint8Array, under = head): Promise<unknown> =>
  readTrackFile(under, chunksOf(bytes)).then(
    () => 'read',
    (error: unknown) => (error instanceof SidError ? error.code : error),
  );

it('reads what it wrote, of the length it said, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(model, fc.integer({ min: 1, max: 50 }), async (tracks, size) => {
      const bytes = await bytesOf(writeTrackFile(head, tracks));
      expect(bytes.length).toBe(trackFileBytes(head, tracks));
      const read = await readTrackFile(head, chunksOf(bytes, size));
      expect(new Map(read)).toEqual(new Map([...tracks].map(([id, one]) => [id, { ...one }])));
      expect(await bytesOf(writeTrackFile(head, read))).toEqual(bytes);
    }),
  );
});

it('writes the same bytes whatever the order of addition', async () => {
  await fc.assert(
    fc.asyncProperty(model, async (tracks) => {
      const other = new Map([...tracks].reverse());
      expect(await bytesOf(writeTrackFile(head, other))).toEqual(await bytesOf(writeTrackFile(head, tracks)));
    }),
  );
});

it('refuses bytes of which any one is changed or missing', async () => {
  await fc.assert(
    fc.asyncProperty(model, fc.nat(), fc.integer({ min: 1, max: 255 }), async (tracks, where, by) => {
      const bytes = await bytesOf(writeTrackFile(head, tracks));
      const at = where % bytes.length;
      expect(await failure(bytes.subarray(0, at))).toBe('SID_INDEX_INVALID');
      bytes[at] = (bytes[at] ?? 0) ^ by;
      expect(await failure(bytes)).toBe('SID_INDEX_INVALID');
    }),
  );
});

it('refuses a file of other settings, and says which', async () => {
  const bytes = await bytesOf(writeTrackFile(head, new Map()));
  expect(await failure(bytes, { kind: 'test/1', settings: { a: 2 } })).toBe('SID_INDEX_INVALID');
  await expect(readTrackFile({ kind: 'test/2', settings: { a: 1 } }, chunksOf(bytes))).rejects.toThrow(
    /made as \{"kind":"test\/1".*reads \{"kind":"test\/2"/,
  );
});
