/** As much of a WebAssembly memory as its users need; neither the library of ES2024 nor Node's types declare it. */
export interface KernelMemory {
  /** Another one after the memory has grown: views of the old are empty then. */
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => KernelMemory;
}

/** Bytes of a page of WebAssembly memory. */
export const pageBytes = 65_536;

/** What is below this byte offset may belong to the module. */
export const firstFreeByte = 1024;

/** The kernels of a module over a memory of their own. */
export interface Desk<Kernels> {
  readonly kernels: Kernels;
  readonly memory: KernelMemory;
  /** Makes room for so many bytes in all. */
  reserve(bytes: number): void;
}

/**
 * Compiles a module of ours at once: it has a few kilobytes, and nobody should have to wait for a small sum.
 *
 * @param base64 - made by `npm run kernels`; `Kernels` are its exports, whose pointers are byte offsets into the memory
 * @returns opens it over a memory of its own; `initial` and `maximum` are pages, at most 65,536
 */
export const compileKernels = <Kernels>(base64: string): ((initial?: number, maximum?: number) => Desk<Kernels>) => {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly: Engine };
  const compiled = new engine.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  return (initial = 1, maximum = 65_536) => {
    const memory = new engine.Memory({ initial, maximum });
    const { exports } = new engine.Instance(compiled, { env: { memory, abort: () => undefined } });
    return {
      kernels: exports as Kernels,
      memory,
      reserve: (bytes) => {
        const missing = bytes - memory.buffer.byteLength;
        if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
      },
    };
  };
};
