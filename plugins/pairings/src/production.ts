import type { Random } from '@sid/core';
import { between, chance, type Effect, quickStretch, quickVarispeed, shuffled, stretch } from '@sid/effects';

/** How producers change what they sample. */
export interface Production {
  /** Greatest pitch shift up and down. */
  readonly semitones: number;
  /** Slowest and fastest tempo, above 1 is faster. */
  readonly tempo: readonly [number, number];
  /** How likely each of the two is. */
  readonly change: number;
  /** How likely a change is made with Signalsmith's library. */
  readonly signalsmith: number;
}

/** A tempo between the two, even in proportion. */
const drawTempo = (random: Random, [slowest, fastest]: readonly [number, number]): number =>
  slowest * (fastest / slowest) ** random.next();

/** Another pitch, another tempo, both, or neither; now and then as a turntable changes both. */
export const retimed = (
  samples: Float32Array,
  sampleRate: number,
  { semitones, tempo, change, signalsmith }: Production,
  random: Random,
): { readonly samples: Float32Array; readonly tempoRatio: number } => {
  const shift = chance(random, change) ? between(random, -semitones, semitones) : 0;
  const tempoRatio = chance(random, change) ? drawTempo(random, tempo) : 1;
  if (tempoRatio !== 1 && chance(random, 0.15)) return { samples: quickVarispeed(samples, tempoRatio), tempoRatio };
  if (shift === 0 && tempoRatio === 1) return { samples: samples.slice(), tempoRatio };
  const by = chance(random, signalsmith) ? stretch : quickStretch;
  return { samples: by(samples, sampleRate, tempoRatio, shift), tempoRatio };
};

/** Cut into four to eight pieces, runs of which are exchanged. */
export const chopped: Effect = (samples, _, random) => {
  const count = 4 + random.int(5);
  const at = (piece: number): number => Math.round((piece * samples.length) / count);
  const runs: Float32Array[] = [];
  for (let from = 0; from < count; ) {
    const to = Math.min(count, from + 2 + random.int(2));
    runs.push(samples.subarray(at(from), at(to)));
    from = to;
  }
  const out = new Float32Array(samples.length);
  let written = 0;
  for (const run of shuffled(random, runs)) {
    out.set(run, written);
    written += run.length;
  }
  return out;
};
