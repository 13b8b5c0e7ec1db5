import { kernelsBase64 } from './kernels.ts';

/** What `kernels/kernels.as` exports. Pointers are byte offsets into the memory of the instance. */
export interface Kernels {
  scan(query: number, rows: number, count: number, bytes: number, scores: number): void;
  gather(query: number, rows: number, list: number, count: number, bytes: number, scores: number): void;
  product(queries: number, rows: number, m: number, n: number, bytes: number, scores: number): void;
  select(scores: number, count: number, first: number, best: number, k: number): void;
  selectAll(scores: number, m: number, line: number, count: number, first: number, best: number, k: number): void;
  finish(best: number, k: number): number;
  settle(query: number, rows: number, bytes: number, best: number, k: number): void;
  encode(rows: number, count: number, bytes: number, codes: number, steps: number, limits: number): void;
  estimate(
    query: number,
    codes: number,
    count: number,
    bytes: number,
    steps: number,
    step: number,
    scores: number,
  ): void;
  reach(scores: number, count: number, least: number, list: number): number;
}

export interface KernelMemory {
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

export const pageBytes = 65_536;

/** A memory of its own with the kernels over it. @param maximum - pages of 64 KiB, at most 65,536 */
export const openKernels = (initial: number, maximum: number): { memory: KernelMemory; kernels: Kernels } => {
  const memory = new engine.Memory({ initial, maximum });
  const { exports } = new engine.Instance(compiled, { env: { memory, abort: () => undefined } });
  return { memory, kernels: exports as Kernels };
};
