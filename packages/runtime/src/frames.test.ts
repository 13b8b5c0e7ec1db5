import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameReader, framed, framedBytes } from './frames.ts';

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const joined = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk.slice());
  return new Uint8Array(Buffer.concat(all));
};

it('frames bytes so that they are read back however they are cut, also where a reader leaves some', async () => {
  const sizes = fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 140_000);
  await fc.assert(
    fc.asyncProperty(sizes, sizes, fc.integer({ min: 500, max: 70_000 }), async (a, b, cut) => {
      const parts = [a, b].map((length, n) => Uint8Array.from({ length }, (_, i) => (i * 7 + n) & 255));
      const wrote: Uint8Array[] = [];
      for (const part of parts) wrote.push(await joined(framed(chunked(part, cut))));
      expect(wrote.map(({ length }) => length)).toEqual(parts.map(({ length }) => framedBytes(length)));
      const bytes = await joined(
        (async function* () {
          yield* wrote;
        })(),
      );
      const skipped = createFrameReader(chunked(bytes, cut));
      for await (const _ of skipped.next()) break;
      expect(await joined(skipped.next())).toEqual(parts[1]);
      await skipped.end();
      const whole = createFrameReader(chunked(bytes, cut));
      expect(await joined(whole.next())).toEqual(parts[0]);
      expect(await joined(whole.next())).toEqual(parts[1]);
      await whole.end();
    }),
    { numRuns: 20 },
  );
});

it('refuses frames that were cut short or go on', async () => {
  const bytes = await joined(framed(chunked(Uint8Array.of(1, 2, 3), 2)));
  const short = createFrameReader(chunked(bytes.subarray(0, 5), 2));
  await expect(joined(short.next())).rejects.toThrow(/cut short/);
  const long = createFrameReader(chunked(Uint8Array.of(...bytes, 9), 2));
  await joined(long.next());
  await expect(long.end()).rejects.toThrow(/goes on/);
});
