import { readFileSync } from 'node:fs';
import { messageOf } from '@sid/core';
import type { ByteSource } from './byte-source.ts';
import type { Ending, Sink } from './decoding.ts';
import type { AudioFormat } from './format.ts';

/** Numbers by which `decoders/src/lib.rs` knows the formats. */
const numbers: Readonly<Partial<Record<AudioFormat, number>>> = {
  mp3: 0,
  flac: 1,
  vorbis: 2,
  opus: 3,
  aac: 4,
  m4a: 5,
};

/** Neither the library of ES2024 nor Node's types declare WebAssembly. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

interface Decoders {
  readonly memory: { readonly buffer: ArrayBuffer };
  decode(format: number): number;
}

/** What the running call works on. */
interface Call {
  readonly source: ByteSource;
  readonly sink: Sink;
  read: number;
  failure: string | undefined;
  /** Thrown by our own functions; it must not be mistaken for a failure of the decoder. */
  thrown: unknown;
}

let module: object | undefined;
let decoders: Decoders | undefined;
let call: Call | undefined;

/**
 * Decodes a compressed file from start to end, or until the sink has enough. Every thread has its own decoders; where
 * one aborts, it is thrown away and the next file gets a new one.
 */
export const decodeCompressed = (source: ByteSource, format: AudioFormat, sink: Sink): Ending => {
  const running: Call = { source, sink, read: 0, failure: undefined, thrown: undefined };
  decoders ??= instantiate();
  call = running;
  let failed = false;
  try {
    failed = decoders.decode(numbers[format] ?? -1) === 2;
  } catch (error) {
    decoders = undefined;
    failed = true;
    running.failure ??= messageOf(error);
  } finally {
    call = undefined;
  }
  if (running.thrown !== undefined) throw running.thrown;
  return failed ? { failure: running.failure ?? 'its decoder gave up' } : {};
};

const instantiate = (): Decoders => {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine };
  module ??= new WebAssembly.Module(readFileSync(new URL('../../decoders/decoders.wasm', import.meta.url)));
  return new WebAssembly.Instance(module, { host }).exports as Decoders;
};

/** Runs `step` for the current call; what it throws is kept, and the decoder sees `otherwise`. */
const guarded = (otherwise: number, step: (call: Call, memory: ArrayBuffer) => number): number => {
  if (call === undefined || decoders === undefined || call.thrown !== undefined) return otherwise;
  try {
    return step(call, decoders.memory.buffer);
  } catch (error) {
    call.thrown = error;
    return otherwise;
  }
};

/** More than this many times its own size is read of no file that is in order. */
const mostReadings = 8;

const host = {
  size: (): number => call?.source.size ?? 0,
  read: (pointer: number, length: number, offset: number): number =>
    guarded(-1, (running, memory) => {
      const { source } = running;
      running.read += length;
      if (running.read > mostReadings * (source.size + 2 ** 20)) {
        running.failure = 'its parts point at each other in circles';
        return -1;
      }
      return offset >= source.size ? 0 : source.read(new Uint8Array(memory, pointer, length), offset);
    }),
  head: (sampleRate: number, channels: number, frames: number): number =>
    guarded(1, ({ sink }) => (sink.head({ sampleRate, channels, frames: frames < 0 ? undefined : frames }) ? 0 : 1)),
  emit: (pointer: number, frames: number): number =>
    guarded(1, ({ sink }, memory) => (frames === 0 || sink.samples(new Float32Array(memory, pointer, frames)) ? 0 : 1)),
  fail: (pointer: number, length: number): void => {
    guarded(0, (running, memory) => {
      running.failure ??= new TextDecoder().decode(new Uint8Array(memory.slice(pointer, pointer + length)));
      return 0;
    });
  },
};
