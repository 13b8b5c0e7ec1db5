import type { Frontend, Pairing, Random } from '@sid/core';
import { checkLength, windowLengths } from './picture.ts';
import { audible, type Channels, channelsOf, type Split, type Subset, split } from './stem-groups.ts';
import { pairsAsBatch, windowPair } from './window-pair.ts';

/** Audio of one window each. */
interface Views {
  readonly query: Float32Array;
  readonly reference: Float32Array;
}

export interface StemPairOptions {
  readonly chunkSeconds: number;
  readonly channels: Channels;
  readonly leastDb: number;
  readonly subset: Subset;
}

/**
 * A pairing that takes a part of the stems as the sample.
 *
 * @param viewsOf - what becomes of that part and the others, which last as long as the chunk; `length` is that of a window
 */
export const stemPairs = (
  frontend: Frontend,
  { chunkSeconds, channels, leastDb, subset }: StemPairOptions,
  viewsOf: (parts: Split, length: number, random: Random) => Views,
): Pairing => {
  const lengthOf = windowLengths(frontend);
  return {
    chunkSeconds,
    async prepare(chunk, windowFrames, random) {
      const length = await lengthOf(windowFrames);
      const valid = audible(channelsOf(chunk, channels), leastDb);
      checkLength(chunk.stems[0]?.samples.length ?? 0, length, frontend);
      if (valid.length < 2) return undefined;
      const { query, reference } = viewsOf(split(valid, subset, random), length, random);
      return windowPair(frontend, query, reference, windowFrames);
    },
    combine: pairsAsBatch,
  };
};
