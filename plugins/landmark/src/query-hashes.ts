import { type Change, undo } from './changes.ts';
import { sortByHash } from './hash-index.ts';
import { type Hashes, hashPairs, type PairOptions, type Pairs, pairPeaks } from './pairs.ts';
import type { FinePeaks, Peaks } from './peak-list.ts';

/** What is asked of the index under one change: each hash once per frame, however many analyses gave it. */
export interface QueryHashes extends Hashes {
  /** Frame of the query itself for each hash, in fractions, since the analyses are a part of a hop apart. */
  readonly heardAt: Float32Array;
}

/**
 * Pairs the peaks once and hashes them under every change.
 *
 * @param analyses - of one query, each the same fraction of a hop after the one before
 */
export const queryHashes = (
  analyses: readonly FinePeaks[],
  changes: readonly Change[],
  options: PairOptions,
): readonly QueryHashes[] => {
  const paired = analyses.map((peaks, shift) => ({
    peaks,
    delay: shift / analyses.length,
    pairs: inOrderOfHashes(pairPeaks(peaks, options), peaks),
  }));
  return changes.map((change) => {
    const made = paired.map(({ peaks, delay, pairs }): QueryHashes => {
      const heardAt = new Float32Array(pairs.firsts.length);
      let count = 0;
      const hashed = hashPairs(pairs, undo(peaks, change, delay), (pair) => {
        heardAt[count++] = (peaks.frames[pairs.firsts[pair] as number] as number) + delay;
      });
      return { ...hashed, heardAt };
    });
    const [only] = made;
    return made.length === 1 && only !== undefined ? only : distinct(made);
  });
};

/** A search that goes through the index in order takes half the time; changes of pitch hardly disturb the order. */
const inOrderOfHashes = (pairs: Pairs, peaks: Peaks): Pairs => {
  const order: number[] = [];
  const { hashes } = hashPairs(pairs, peaks, (pair) => order.push(pair));
  const sorted = Uint32Array.from(order);
  sortByHash(hashes, sorted);
  return {
    firsts: sorted.map((pair) => pairs.firsts[pair] as number),
    seconds: sorted.map((pair) => pairs.seconds[pair] as number),
  };
};

const distinct = (made: readonly QueryHashes[]): QueryHashes => {
  const total = made.reduce((sum, { hashes }) => sum + hashes.length, 0);
  const hashes = new Uint32Array(total);
  const frames = new Uint32Array(total);
  const heardAt = new Float32Array(total);
  const isNew = createPairSet(total);
  let count = 0;
  for (const pairs of made) {
    for (let i = 0; i < pairs.hashes.length; i++) {
      const hash = pairs.hashes[i] as number;
      const frame = pairs.frames[i] as number;
      if (!isNew(hash, frame)) continue;
      hashes[count] = hash;
      frames[count] = frame;
      heardAt[count++] = pairs.heardAt[i] as number;
    }
  }
  return { hashes: hashes.subarray(0, count), frames: frames.subarray(0, count), heardAt };
};

/** A set of pairs of numbers, up to `most` of them: says whether a pair is new, and adds it. */
const createPairSet = (most: number): ((first: number, second: number) => boolean) => {
  const bits = Math.ceil(Math.log2(2 * most + 2));
  const mask = 2 ** bits - 1;
  const firsts = new Uint32Array(mask + 1);
  const seconds = new Uint32Array(mask + 1);
  const used = new Uint8Array(mask + 1);
  return (first, second) => {
    let slot = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> (32 - bits);
    for (; used[slot] === 1; slot = (slot + 1) & mask)
      if (firsts[slot] === first && seconds[slot] === second) return false;
    used[slot] = 1;
    firsts[slot] = first;
    seconds[slot] = second;
    return true;
  };
};
