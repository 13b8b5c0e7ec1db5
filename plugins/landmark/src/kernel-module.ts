import { kernelsBase64 } from './kernels.ts';

/** What `kernels/kernels.as` exports. Pointers are byte offsets into the memory of the instance. */
interface Kernels {
  list(
    hashes: number,
    count: number,
    places: number,
    shifts: number,
    lists: number,
    counts: number,
    length: number,
    stride: number,
    weights: number,
    sums: number,
  ): void;
  settle(block: number, lists: number, counts: number, stride: number, weights: number, sums: number): void;
  piles(sums: number, from: number, to: number, most: number, share: number, cells: number, weights: number): number;
}

interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Neither the library of ES2024 nor Node's types declare WebAssembly. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => KernelMemory;
}

const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly: Engine };
const compiled = new engine.Module(Uint8Array.from(atob(kernelsBase64), (character) => character.charCodeAt(0)));

const pageBytes = 65_536;

/** A memory of its own with the kernels over it. */
export interface Desk {
  readonly kernels: Kernels;
  /** Makes room for so many bytes in all. Whoever holds views of the memory has to make new ones. */
  reserve(bytes: number): void;
  /** Not to be kept beyond `reserve`. */
  buffer(): ArrayBuffer;
}

export const createDesk = (): Desk => {
  const memory = new engine.Memory({ initial: 1, maximum: 65_536 });
  const { exports } = new engine.Instance(compiled, { env: { memory, abort: () => undefined } });
  return {
    kernels: exports as Kernels,
    reserve: (bytes) => {
      const missing = bytes - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    },
    buffer: () => memory.buffer,
  };
};
