import type { Analysis, Encoder, Frontend, Matrix, Numbers, TrackSpan } from '@sid/core';
import { floatsToHalves } from '@sid/weights';
import { pictureOf } from './listener.ts';
import { type Variation, varied } from './variation.ts';
import { cutWindow, type Tail, windowStarts } from './windows.ts';

/** What turns a picture into vectors. */
export interface WindowSettings {
  readonly frontend: Pick<Frontend, 'spec' | 'normalise'>;
  readonly encoder: Encoder;
  readonly hopFrames: number;
  readonly tail: Tail;
  /** Whether node matrices are wanted beside the vectors; the encoder gives some then. */
  readonly nodes: boolean;
}

/** Enough for a graphics processor, and few enough for the caches of others. */
const batchSize = 16;

/** Vectors of windows of one variation, their node matrices, and the times at which they begin and end. */
interface Embedded {
  readonly vectors: Float32Array;
  readonly nodes: Uint16Array;
  readonly times: Float64Array;
}

/**
 * Cuts windows and normalises them, one behind the other, in memory that the next batch takes again: hundreds of them,
 * each a quarter of a megabyte, would keep the garbage collector busy, and an encoder takes such a batch as it lies.
 */
const windowCutter = ({ frontend, encoder }: WindowSettings, picture: Matrix) => {
  const { windowFrames } = encoder;
  const size = frontend.spec.bins * windowFrames;
  const room = new Float32Array(batchSize * size);
  const raw = new Float32Array(picture.rows * windowFrames);
  const cut = (start: number, i: number): Matrix => {
    const place = room.subarray(i * size, (i + 1) * size);
    if (frontend.normalise === undefined && raw.length === size) return cutWindow(picture, start, windowFrames, place);
    const window = cutWindow(picture, start, windowFrames, raw);
    const { rows, cols, data } = frontend.normalise?.(window, place) ?? window;
    if (data.byteOffset === place.byteOffset && data.buffer === place.buffer) return { rows, cols, data };
    // A frontend that gives what it was given, or something of its own.
    if (data.length !== size) return { rows, cols, data: data.slice() };
    place.set(data);
    return { rows, cols, data: place };
  };
  return (starts: readonly number[]): readonly Matrix[] => starts.map(cut);
};

/** Times are those of the recording, however it was made to sound. */
const embedWindows = async (
  settings: WindowSettings,
  picture: Matrix,
  durationSeconds: number,
  tempo: number,
): Promise<Embedded> => {
  const { frontend, encoder, hopFrames, tail, nodes: wanted } = settings;
  const { windowFrames, dims } = encoder;
  const cut = windowCutter(settings, picture);
  const output = wanted ? encoder.nodes : undefined;
  const size = output === undefined ? 0 : output.shape[0] * output.shape[1];
  const starts = windowStarts(picture.cols, windowFrames, hopFrames, tail);
  const vectors = new Float32Array(starts.length * dims);
  const nodes = new Uint16Array(starts.length * size);
  for (let at = 0; at < starts.length; at += batchSize) {
    const batch = cut(starts.slice(at, at + batchSize));
    const made = output === undefined ? { vectors: await encoder.encode(batch) } : await output.encode(batch);
    vectors.set(made.vectors.data, at * dims);
    if ('nodes' in made) nodes.set(floatsToHalves(made.nodes.data), at * size);
  }
  const secondsAt = (frame: number): number => (frame * tempo) / frontend.spec.framesPerSecond;
  const times = Float64Array.from(
    starts.flatMap((start) => [secondsAt(start), Math.min(durationSeconds, secondsAt(start + windowFrames))]),
  );
  return { vectors, nodes, times };
};

const joined = <T extends Numbers>(parts: readonly T[], make: (length: number) => T): T => {
  const out = make(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/**
 * The windows of a picture, in every variation, as arrays of an analysis: `vectors`, `times`, `nodes` where wanted, and
 * what was done to each window where there is more than one variation.
 */
export const embedPicture = async (
  settings: WindowSettings,
  analysis: Analysis,
  variations: readonly Variation[],
): Promise<Analysis> => {
  const { id, durationSeconds } = analysis;
  const picture = pictureOf(analysis);
  const made: Embedded[] = [];
  for (const variation of variations) {
    const sounding = varied(picture, variation, settings.frontend.spec);
    made.push(await embedWindows(settings, sounding, durationSeconds, variation.tempo));
  }
  const each = (value: (variation: Variation) => number): Float64Array =>
    joined(
      variations.map((variation, i) => new Float64Array((made[i]?.times.length ?? 0) / 2).fill(value(variation))),
      (length) => new Float64Array(length),
    );
  const arrays = {
    vectors: joined(
      made.map(({ vectors }) => vectors),
      (length) => new Float32Array(length),
    ),
    times: joined(
      made.map(({ times }) => times),
      (length) => new Float64Array(length),
    ),
    ...(settings.nodes
      ? {
          nodes: joined(
            made.map(({ nodes }) => nodes),
            (length) => new Uint16Array(length),
          ),
        }
      : {}),
    ...(variations.some(({ semitones }) => semitones !== 0) ? { semitones: each(({ semitones }) => semitones) } : {}),
    ...(variations.some(({ tempo }) => tempo !== 1) ? { tempo: each(({ tempo }) => tempo) } : {}),
  };
  return { id, durationSeconds, arrays };
};

/** The vectors of an analysis that was embedded, and the spans they stand for. */
export const vectorsOf = (
  { id, arrays }: Analysis,
  dims: number,
): { readonly vectors: Matrix; readonly spans: readonly TrackSpan[] } => {
  const data = arrays.vectors instanceof Float32Array ? arrays.vectors : new Float32Array(0);
  const { times = new Float64Array(0), semitones, tempo } = arrays;
  const rows = data.length / dims;
  const spans = Array.from({ length: rows }, (_, i) => ({
    track: id,
    from: times[2 * i] ?? 0,
    to: times[2 * i + 1] ?? 0,
    ...(semitones === undefined ? {} : { semitones: semitones[i] ?? 0 }),
    ...(tempo === undefined ? {} : { tempo: tempo[i] ?? 1 }),
  }));
  return { vectors: { rows, cols: dims, data }, spans };
};

/** The node matrices of an analysis that was embedded, in half precision. */
export const nodesOf = ({ arrays }: Analysis): Uint16Array =>
  arrays.nodes instanceof Uint16Array ? arrays.nodes : new Uint16Array(0);
