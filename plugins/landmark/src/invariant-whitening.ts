import type { LogSpectrum } from './invariant-spectrum.ts';

/**
 * How far each bin stands out: its level minus the mean over ±`framesAround` of the same bin, then minus the mean over
 * ±`binsAround` of the same frame. What is loud all the time, and what is loud at all pitches at once, is thus taken
 * away, and a sample keeps peaks in bands where the mix is quiet. Works in place.
 */
export const whiten = ({ frames, bins, data }: LogSpectrum, framesAround: number, binsAround: number): void => {
  subtractTemporalMean(data, frames, bins, framesAround);
  const row = new Float32Array(bins);
  for (let frame = 0; frame < frames; frame++) subtractSpectralMean(data, frame * bins, row, binsAround);
};

const subtractTemporalMean = (data: Float32Array, frames: number, bins: number, around: number): void => {
  const original = data.slice();
  const sums = new Float64Array(bins);
  let count = 0;
  const add = (frame: number, sign: number): void => {
    if (frame < 0 || frame >= frames) return;
    count += sign;
    for (let bin = 0, at = frame * bins; bin < bins; bin++, at++)
      sums[bin] = (sums[bin] as number) + sign * (original[at] as number);
  };
  for (let frame = 0; frame < around; frame++) add(frame, 1);
  for (let frame = 0; frame < frames; frame++) {
    add(frame + around, 1);
    add(frame - around - 1, -1);
    for (let bin = 0, at = frame * bins; bin < bins; bin++, at++)
      data[at] = (original[at] as number) - (sums[bin] as number) / count;
  }
};

const subtractSpectralMean = (data: Float32Array, start: number, row: Float32Array, around: number): void => {
  const bins = row.length;
  let sum = 0;
  let count = 0;
  for (let bin = 0; bin < Math.min(around, bins); bin++) {
    sum += data[start + bin] as number;
    count++;
  }
  for (let bin = 0; bin < bins; bin++) {
    if (bin + around < bins) {
      sum += data[start + bin + around] as number;
      count++;
    }
    if (bin - around - 1 >= 0) {
      sum -= data[start + bin - around - 1] as number;
      count--;
    }
    row[bin] = (data[start + bin] as number) - sum / count;
  }
  data.set(row, start);
};
