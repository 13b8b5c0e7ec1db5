import { kernelsBase64 } from './kernels.ts';

/** What `kernels/*.as` export. Every pointer is a byte offset into the one memory. */
interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
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

/** Neither the library of ES2024 nor Node's types declare WebAssembly. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const load = (): Kernels => {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine };
  const bytes = Uint8Array.from(atob(kernelsBase64), (character) => character.charCodeAt(0));
  // Synchronous, so that nobody has to wait for an FFT: the module has a few kilobytes.
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Kernels;
};

export const kernels: Kernels = load();

const pageBytes = 65_536;
// What is below may belong to the module.
let used = 1024;
let view = new Float32Array(kernels.memory.buffer);

/**
 * Room for `count` floats, aligned to 16 bytes, filled with zeros. Never given back: what is kept here are tables and
 * work space, once per transform size or pair of rates.
 *
 * @returns byte offset
 */
export const allocate = (count: number): number => {
  const pointer = used;
  used += Math.ceil(count / 4) * 16;
  const missing = used - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / pageBytes));
  return pointer;
};

/** The whole memory as floats. Not to be kept: the memory may move when it grows. */
export const floats = (): Float32Array<ArrayBuffer> => {
  if (view.buffer !== kernels.memory.buffer) view = new Float32Array(kernels.memory.buffer);
  return view;
};

/** `count` floats at byte offset `pointer`. Not to be kept either. */
export const floatsAt = (pointer: number, count: number): Float32Array<ArrayBuffer> =>
  floats().subarray(pointer / 4, pointer / 4 + count);

/** `count` 32-bit integers at byte offset `pointer`. Not to be kept. */
export const integersAt = (pointer: number, count: number): Uint32Array<ArrayBuffer> =>
  new Uint32Array(kernels.memory.buffer, pointer, count);

/** Copies `values` into the memory. Returns where they are. */
export const place = (values: ArrayLike<number>): number => {
  const pointer = allocate(values.length);
  floats().set(values, pointer / 4);
  return pointer;
};
