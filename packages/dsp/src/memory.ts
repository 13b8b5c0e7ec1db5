import { compileKernels, firstFreeByte } from '@sid/core';
import { kernelsBase64 } from './kernels.ts';

/** What `kernels/*.as` export. Every pointer is a byte offset into the one memory. */
interface Kernels {
  complexFft(x: number, y: number, size: number, twiddles: number): number;
  realForward(
    input: number,
    z: number,
    y: number,
    re: number,
    im: number,
    half: number,
    twiddles: number,
    turn: number,
  ): void;
  realInverse(
    re: number,
    im: number,
    z: number,
    y: number,
    output: number,
    half: number,
    twiddles: number,
    turn: number,
  ): void;
  multiply(x: number, gain: number, count: number): void;
  polyphase(
    input: number,
    output: number,
    count: number,
    filters: number,
    taps: number,
    rows: number,
    phases: number,
    phase: number,
    step: number,
  ): void;
  stereo16(input: number, output: number, count: number): void;
  extendSpectrum(re: number, im: number, half: number, to: number, apart: number, below: number, above: number): void;
  turnSpectrum(x: number, apart: number, to: number, count: number, turn: number): void;
  bands(
    descriptors: number,
    count: number,
    apart: number,
    frames: number,
    twiddles: number,
    x: number,
    y: number,
    output: number,
    pitch: number,
    mode: number,
  ): void;
  magnitudes(re: number, im: number, output: number, count: number, mode: number): void;
  filterSums(descriptors: number, count: number, output: number, pitch: number): void;
  logarithms(x: number, count: number, least: number, offset: number, factor: number): void;
}

const { kernels, memory, reserve } = compileKernels<Kernels>(kernelsBase64)();

export { kernels };

let used = firstFreeByte;
let view = new Float32Array(memory.buffer);

/**
 * Room for `count` floats, aligned to 16 bytes, filled with zeros. Never given back: what is kept here are tables and
 * work space, once per transform size or pair of rates.
 *
 * @returns byte offset
 */
export const allocate = (count: number): number => {
  const pointer = used;
  used += Math.ceil(count / 4) * 16;
  reserve(used);
  return pointer;
};

/** The whole memory as floats. Not to be kept: the memory may move when it grows. */
export const floats = (): Float32Array<ArrayBuffer> => {
  if (view.buffer !== memory.buffer) view = new Float32Array(memory.buffer);
  return view;
};

/** `count` floats at byte offset `pointer`. Not to be kept either. */
export const floatsAt = (pointer: number, count: number): Float32Array<ArrayBuffer> =>
  floats().subarray(pointer / 4, pointer / 4 + count);

/** `count` 32-bit integers at byte offset `pointer`. Not to be kept. */
export const integersAt = (pointer: number, count: number): Uint32Array<ArrayBuffer> =>
  new Uint32Array(memory.buffer, pointer, count);

/** Copies `values` into the memory. Returns where they are. */
export const place = (values: ArrayLike<number>): number => {
  const pointer = allocate(values.length);
  floats().set(values, pointer / 4);
  return pointer;
};
