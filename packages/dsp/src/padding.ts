/** What is taken for samples before the beginning and after the end. */
export type Padding = 'constant' | 'reflect';

/**
 * Copies `target.length` samples of the signal from index `from` on, which may lie outside it: zeros there, or the
 * signal mirrored at its first and last sample (which are not repeated), as often as needed.
 */
export const copyPadded = (samples: Float32Array, from: number, target: Float32Array, padding: Padding): void => {
  const count = samples.length;
  const start = Math.min(Math.max(0, -from), target.length);
  const end = Math.max(start, Math.min(target.length, count - from));
  if (end > start) target.set(samples.subarray(from + start, from + end), start);
  if (padding === 'constant' || count < 2) {
    const edge = padding === 'reflect' ? (samples[0] ?? 0) : 0;
    target.fill(edge, 0, start);
    target.fill(edge, end);
    return;
  }
  const turn = 2 * (count - 1);
  const mirrored = (n: number): number => {
    const place = ((n % turn) + turn) % turn;
    return samples[Math.min(place, turn - place)] ?? 0;
  };
  for (let i = 0; i < start; i++) target[i] = mirrored(from + i);
  for (let i = end; i < target.length; i++) target[i] = mirrored(from + i);
};
