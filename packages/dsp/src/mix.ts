import { allocate, floatsAt, kernels } from './memory.ts';

const framesAtOnce = 8192;
let input = 0;
let output = 0;

/**
 * Mean of the two channels of interleaved 16-bit samples, full scale at 1: what a WAV file holds, in the form that
 * everything else wants.
 */
export const mixStereo16 = (interleaved: Int16Array): Float32Array => {
  if (input === 0) [input, output] = [allocate(framesAtOnce), allocate(framesAtOnce)];
  const frames = Math.floor(interleaved.length / 2);
  const mono = new Float32Array(frames);
  for (let start = 0; start < frames; start += framesAtOnce) {
    const count = Math.min(framesAtOnce, frames - start);
    const { buffer } = floatsAt(input, 1);
    new Int16Array(buffer, input, 2 * count).set(interleaved.subarray(2 * start, 2 * (start + count)));
    kernels.stereo16(input, output, count);
    mono.set(floatsAt(output, count), start);
  }
  return mono;
};
