import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The part of WebAssembly that is used: the compiler's libraries without a browser do not declare it. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
type Code = object;
const wasm = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly Module: new (bytes: Uint8Array) => Code;
      readonly Instance: new (module: Code, imports: object) => { readonly exports: unknown };
    };
  }
).WebAssembly;

/** What Signalsmith Stretch 1.3.2 exports, under the one-letter names of its build. */
interface Stretcher {
  readonly e: Memory;
  /** Static constructors. */
  f(): void;
  /** Pointer to `channels` input and `channels` output buffers of `length` floats. */
  h(channels: number, length: number): number;
  /** Input and output latency in samples. */
  k(): number;
  l(): number;
  /** Default block sizes. */
  n(channels: number, sampleRate: number): void;
  /** Transposes; above the limit (part of the sample rate) less than in proportion. */
  r(semitones: number, tonalityLimit: number): void;
  /** Starts with that many samples of the input buffer. */
  v(samples: number, playbackRate: number): void;
  w(inputSamples: number, outputSamples: number): void;
  /** Makes the one stretcher. */
  y(argc: number, argv: number): number;
}

const require = createRequire(import.meta.url);

let compiled: Code | undefined;

/**
 * The library is published as one script for AudioWorklets, with its WebAssembly inside as base64. That module alone
 * is taken: without the script there is no browser to imitate, and its only source of chance can be seeded.
 */
const moduleOfLibrary = (): Code => {
  if (compiled) return compiled;
  const script = readFileSync(require.resolve('signalsmith-stretch'), 'utf8');
  const base64 = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)/.exec(script)?.[1];
  if (base64 === undefined)
    throw new Error('signalsmith-stretch: no WebAssembly in the package; version 1.3.2 is needed');
  compiled = new wasm.Module(Buffer.from(base64, 'base64'));
  return compiled;
};

/** The one stretcher of a thread, and its memory as it was before the first use. */
interface Opened {
  readonly stretcher: Stretcher;
  readonly pristine: Uint8Array;
}

const start = (): Opened => {
  const memory = (): Memory => stretcher.e;
  const imports = {
    a: {
      /** Seed of the library's random numbers: fixed, so that equal input gives equal output. */
      a: (pointer: number, count: number): number => {
        new Uint8Array(memory().buffer, pointer, count).fill(0x5d);
        return 0;
      },
      /** Resizes the heap. */
      b: (bytes: number): number => {
        const missing = bytes - memory().buffer.byteLength;
        if (missing > 0) memory().grow(Math.ceil(missing / 65_536));
        return 1;
      },
      c: (to: number, from: number, count: number): void => {
        new Uint8Array(memory().buffer).copyWithin(to, from, from + count);
      },
      d: (): never => {
        throw new Error('signalsmith-stretch aborted');
      },
    },
  };
  // The exports of a WebAssembly module are not typed: the border to it.
  const stretcher = new wasm.Instance(moduleOfLibrary(), imports).exports as Stretcher;
  stretcher.f();
  stretcher.y(0, 0);
  return { stretcher, pristine: new Uint8Array(memory().buffer).slice() };
};

let opened: Opened | undefined;

/** As a new instance would be: what was stretched before leaves nothing behind that could be heard. */
const open = (): Stretcher => {
  opened ??= start();
  const { stretcher, pristine } = opened;
  const memory = new Uint8Array(stretcher.e.buffer);
  memory.set(pristine);
  memory.fill(0, pristine.length);
  return stretcher;
};

const chunk = 1024;

/**
 * Changes tempo and pitch independently with Signalsmith Stretch (G. Luff, MIT). The output is aligned: what was at
 * time t is at t / `tempoRatio`.
 *
 * @param tempoRatio - above 1 is faster
 * @param semitones - above 0 is higher
 * @returns `samples.length / tempoRatio` samples
 */
export const stretch = (
  samples: Float32Array,
  sampleRate: number,
  tempoRatio: number,
  semitones: number,
): Float32Array => {
  const library = open();
  library.n(1, sampleRate);
  const inputLatency = library.k();
  const outputLatency = library.l();
  const capacity = Math.max(4 * chunk, inputLatency) + 16;
  const pointer = library.h(1, capacity);
  library.r(semitones, 8000 / sampleRate);
  const length = Math.round(samples.length / tempoRatio);
  const out = new Float32Array(length);
  let fed = 0;
  const feed = (count: number): void => {
    const input = new Float32Array(library.e.buffer, pointer, capacity).fill(0, 0, count);
    input.set(samples.subarray(Math.min(fed, samples.length), Math.min(fed + count, samples.length)));
    fed += count;
  };
  feed(inputLatency);
  library.v(inputLatency, tempoRatio);
  for (let made = -outputLatency; made < length; ) {
    const count = Math.min(chunk, length - made);
    const needed = inputLatency + Math.round((made + outputLatency + count) * tempoRatio) - fed;
    feed(needed);
    library.w(needed, count);
    const output = new Float32Array(library.e.buffer, pointer + 4 * capacity, count);
    if (made + count > 0) out.set(output.subarray(Math.max(0, -made)), Math.max(0, made));
    made += count;
  }
  return out;
};
