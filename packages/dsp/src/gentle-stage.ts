import type { LowPass } from './kaiser.ts';
import { allocate, floatsAt, kernels, place } from './memory.ts';

/**
 * The gentle filter of the resampler: polyphase interpolation by any ratio, short because the sharp stage has left the
 * top of the spectrum empty.
 */
export interface GentleStage {
  /** Inputs per output. */
  readonly taps: number;
  /** Output m lies at input m·step/phases. */
  readonly phases: number;
  readonly step: number;
  /** Room for `blockIn` new samples and what is left from before. */
  readonly capacity: number;
  /**
   * Computes `count` outputs, the first one `phase`/`phases` after the input at `taps/2 − 1` (no more inputs than
   * `capacity`). A view that the next call overwrites.
   */
  run(input: Float32Array, phase: number, count: number): Float32Array;
}

/**
 * More phases than this share filters: the nearest is off by at most 1/131072 of a sample, which makes an error below
 * −95 dB.
 */
const mostRows = 65_536;

export const gentleStage = (filter: LowPass, step: number, phases: number, blockIn: number): GentleStage => {
  const taps = Math.ceil((2 * filter.halfLength) / 4) * 4;
  const rows = Math.min(phases, mostRows);
  const table = new Float32Array((rows + 1) * taps);
  for (let row = 0; row <= rows; row++) {
    const values = Array.from({ length: taps }, (_, i) => filter.at(i - (taps / 2 - 1) - row / rows));
    // Every phase passes a constant unchanged.
    const sum = values.reduce((total, value) => total + value, 0);
    for (let i = 0; i < taps; i++) table[row * taps + i] = (values[i] ?? 0) / sum;
  }
  const filters = place(table);
  const capacity = blockIn + 2 * taps;
  const work = allocate(capacity + taps);
  const most = Math.ceil((capacity * phases) / step);
  const output = allocate(most);
  return {
    taps,
    phases,
    step,
    capacity,
    run: (input, phase, count) => {
      floatsAt(work, capacity).set(input);
      kernels.polyphase(work, output, count, filters, taps, rows, phases, phase, step);
      return floatsAt(output, count);
    },
  };
};
