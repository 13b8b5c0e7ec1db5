import { SidError } from '@sid/core';
import type { Peaks } from './peak-list.ts';

/** More than any bin: frame and bin together make one ascending number. */
const binsPerFrame = 1024;

/** Peaks in two bytes mostly: the step from peak to peak in groups of seven bits, low first. */
export const encodePeaks = ({ frames, bins }: Peaks): Uint8Array => {
  const bytes = new Uint8Array(frames.length * 8);
  let at = 0;
  let before = 0;
  for (let i = 0; i < frames.length; i++) {
    const now = (frames[i] as number) * binsPerFrame + (bins[i] as number);
    let step = now - before;
    before = now;
    for (; step > 127; step = Math.floor(step / 128)) bytes[at++] = (step % 128) + 128;
    bytes[at++] = step;
  }
  return bytes.slice(0, at);
};

/** @throws SidError SID_INDEX_INVALID where the bytes end within a peak */
export const decodePeaks = (bytes: Uint8Array): Peaks => {
  const frames = new Uint32Array(bytes.length);
  const bins = new Uint16Array(bytes.length);
  let count = 0;
  let now = 0;
  for (let at = 0; at < bytes.length; count++) {
    let factor = 1;
    for (; (bytes[at] as number) > 127; at++, factor *= 128) now += ((bytes[at] as number) & 127) * factor;
    if (at >= bytes.length)
      throw new SidError('SID_INDEX_INVALID', 'The peaks of a track end within a peak. Index the recordings again.');
    now += (bytes[at++] as number) * factor;
    frames[count] = Math.floor(now / binsPerFrame);
    bins[count] = now % binsPerFrame;
  }
  return { frames: frames.slice(0, count), bins: bins.slice(0, count) };
};
