import type { Random } from '@sid/core';
import { between, chance, pick, power, shuffled, type Treatment } from '@sid/effects';
import type { Slice } from '../producer/recipe.ts';
import type { Change } from './change.ts';

/** Pieces of the excerpt (seconds from its start), and when after the entry they are heard. */
type Loop = readonly Slice[];

/** The loop as a whole, or cut at half beats, re-ordered, with pieces left out. */
const drawLoop = (random: Random, seconds: number, tempoRatio: number, beats: number): Loop => {
  if (beats < 4 || !chance(random, 0.25)) return [{ at: 0, from: 0, to: seconds }];
  const count = beats >= 8 || chance(random, 0.5) ? beats : 2 * beats;
  const step = seconds / count;
  const order = Array.from({ length: count }, (_, i) => i);
  // A chop keeps most of the order: runs of two to four pieces are exchanged.
  const runs: number[][] = [];
  for (let i = 0; i < count; ) {
    const length = Math.min(count - i, 2 + random.int(3));
    runs.push(order.slice(i, i + length));
    i += length;
  }
  return shuffled(random, runs)
    .flat()
    .map((piece, i) => ({ at: (i * step) / tempoRatio, from: piece * step, to: (piece + 1) * step }))
    .filter(() => !chance(random, 0.06));
};

/** Joins slices that follow one another both in the excerpt and in the query. */
const joined = (slices: readonly Slice[], tempoRatio: number): Slice[] => {
  const out: Slice[] = [];
  for (const slice of slices) {
    const last = out.at(-1);
    const continues =
      last &&
      Math.abs(last.to - slice.from) < 1e-6 &&
      Math.abs(last.at + (last.to - last.from) / tempoRatio - slice.at) < 1e-6;
    if (continues) out[out.length - 1] = { ...last, to: slice.to };
    else out.push(slice);
  }
  return out;
};

/**
 * Where the sample is heard: from an entry on a bar of the query, repeated without a gap, now and then with a pause.
 *
 * @param beats - beats in the excerpt
 */
export const arrange = (
  random: Random,
  seconds: number,
  beats: number,
  change: Change,
  querySeconds: number,
): readonly Slice[] => {
  const { tempoRatio } = change;
  const loopSeconds = seconds / tempoRatio;
  const loop = drawLoop(random, seconds, tempoRatio, beats);
  const room = Math.max(1, Math.floor((querySeconds - 0.2) / loopSeconds));
  // Other material is heard first, except now and then; a long excerpt may leave no room for it.
  const lead = chance(random, 0.15)
    ? 0
    : Math.min(room - 1, Math.max(1, Math.round(between(random, 2, 10) / loopSeconds)));
  const free = room - lead;
  // Producers loop: once is the exception.
  const repeats = chance(random, 0.15) ? 1 : Math.min(free, 2 + random.int(Math.max(1, free - 1)));
  const pause = repeats >= 4 && chance(random, 0.3) ? 1 + random.int(repeats - 2) : -1;
  const slices: Slice[] = [];
  for (let r = 0; r < repeats; r++) {
    if (r === pause) continue;
    const start = (lead + r) * loopSeconds;
    slices.push(
      ...joined(
        loop.map((slice) => ({ ...slice, at: start + slice.at })),
        tempoRatio,
      ),
    );
  }
  return slices;
};

/** The excerpt once and whole, somewhere in the query. */
export const placeOnce = (random: Random, seconds: number, change: Change, querySeconds: number): readonly Slice[] => {
  const room = Math.max(0, querySeconds - seconds / change.tempoRatio);
  return [{ at: room * between(random, 0.1, 0.9), from: 0, to: seconds }];
};

/** EQ, filters, compression and bit depth as producers use them, in moderation. */
export const drawTreatment = (random: Random, change: Change, effects: boolean): Treatment => {
  const { semitones, tempoRatio, varispeed } = change;
  const plain = { semitones, tempoRatio, varispeed, filter: 'none', eq: [] } as const;
  if (!effects) return plain;
  return {
    ...plain,
    filter: chance(random, 0.2) ? pick(random, ['low', 'high', 'phone']) : 'none',
    eq: Array.from({ length: 1 + random.int(3) }, () => ({
      hz: Math.round(50 * power(160, random.next())),
      gainDb: Math.round(between(random, -9, 6) * 10) / 10,
      q: Math.round(between(random, 0.3, 1.2) * 100) / 100,
    })),
    ...(chance(random, 0.5)
      ? { compressor: { thresholdDb: Math.round(between(random, -26, -10)), ratio: pick(random, [2, 4, 8]) } }
      : {}),
    ...(chance(random, 0.25) ? { bits: pick(random, [8, 10, 12]) } : {}),
  };
};
