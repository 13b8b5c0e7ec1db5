import type { Matrix } from '@sid/core';
import { encode } from 'fast-png';

/** Anchors of a dark-to-light scale of colours, evenly spaced, even in lightness. */
const anchors: readonly (readonly [number, number, number])[] = [
  [8, 6, 30],
  [62, 18, 96],
  [140, 42, 110],
  [214, 80, 78],
  [250, 156, 60],
  [252, 244, 180],
];

const colour = (level: number): readonly [number, number, number] => {
  const at = Math.min(1, Math.max(0, level)) * (anchors.length - 1);
  const low = anchors[Math.floor(at)] ?? [0, 0, 0];
  const high = anchors[Math.ceil(at)] ?? low;
  const mix = (i: 0 | 1 | 2) => Math.round(low[i] + (high[i] - low[i]) * (at - Math.floor(at)));
  return [mix(0), mix(1), mix(2)];
};

/**
 * A picture of features: time to the right, the first bin at the bottom, the range from the first to the last
 * hundredth of the values from dark to light.
 *
 * @returns the content of a PNG file
 */
export const pictureOfFeatures = ({ rows, cols, data }: Matrix): Uint8Array => {
  const sorted = Float32Array.from(data).sort();
  const low = sorted[Math.floor(sorted.length * 0.01)] ?? 0;
  const high = sorted[Math.floor(sorted.length * 0.99)] ?? 1;
  const range = high > low ? high - low : 1;
  const pixels = new Uint8Array(rows * cols * 3);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      pixels.set(colour(((data[row * cols + col] ?? 0) - low) / range), ((rows - 1 - row) * cols + col) * 3);
    }
  }
  return encode({ width: cols, height: rows, data: pixels, channels: 3, depth: 8 });
};
