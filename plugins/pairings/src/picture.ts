import { type Audio, type Frontend, type Matrix, SidError } from '@sid/core';

/** Columns `from`…`from + count` of a picture; zeros where it has none. */
export const columns = ({ rows, cols, data }: Matrix, from: number, count: number): Matrix => {
  const out = new Float32Array(rows * count);
  const [begin, end] = [Math.max(0, from), Math.min(cols, from + count)];
  if (end > begin) {
    for (let row = 0; row < rows; row++)
      out.set(data.subarray(row * cols + begin, row * cols + end), row * count + begin - from);
  }
  return { rows, cols: count, data: out };
};

/** Whether no number is above what is left of nothing. */
export const isSilent = ({ data }: Matrix): boolean => !data.some((x) => Math.abs(x) > 1e-6);

/** A window as the encoder sees it. */
export const normalised = (frontend: Frontend, window: Matrix): Matrix => frontend.normalise?.(window) ?? window;

const silence = (frontend: Frontend, length: number): Audio => ({
  id: 'silence',
  sampleRate: frontend.spec.sampleRate,
  samples: new Float32Array(length),
});

/**
 * How many samples give exactly that many frames, in the middle of those that do; found by trying, since frontends
 * differ in what they do at the ends.
 */
const samplesOf = async (frontend: Frontend, frames: number): Promise<number> => {
  const hop = frontend.spec.sampleRate / frontend.spec.framesPerSecond;
  let length = Math.round((frames - 0.5) * hop);
  for (let attempt = 0; attempt < 8; attempt++) {
    const { cols } = await frontend.extract(silence(frontend, length));
    if (cols === frames) return length;
    length += Math.round((frames - cols) * hop);
  }
  throw new SidError('SID_METHOD_UNFIT', `The frontend gives no length of audio ${frames} frames.`);
};

/** `samplesOf`, asked once for each number of frames. */
export const windowLengths = (frontend: Frontend): ((frames: number) => Promise<number>) => {
  const known = new Map<number, Promise<number>>();
  return (frames) => {
    const length = known.get(frames) ?? samplesOf(frontend, frames);
    known.set(frames, length);
    return length;
  };
};

/** @throws SidError SID_METHOD_UNFIT where chunks are shorter than what is cut out of them */
export const checkLength = (available: number, needed: number, { spec }: Frontend): void => {
  if (available >= needed) return;
  const seconds = (samples: number): string => (samples / spec.sampleRate).toFixed(2);
  throw new SidError(
    'SID_METHOD_UNFIT',
    `The windows of the encoder are ${seconds(needed)} s long, the chunks of the pairing ${seconds(available)} s.`,
    { suggestions: [`Set chunkSeconds of the pairing to ${seconds(needed)} or more.`] },
  );
};
