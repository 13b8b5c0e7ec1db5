import type { Audio, Recording } from '@sid/core';
import { createResampler, resampledLength } from '@sid/dsp';
import { type ByteSource, withFile } from './byte-source.ts';
import { decode } from './decode.ts';
import type { Head, Sink } from './decoding.ts';
import { detectFormat } from './format.ts';
import { corrupt, empty, tooLong } from './problems.ts';
import { createCollector } from './sample-collector.ts';

export interface ReadOptions {
  /** Longest audio that is read, in hours; 4 unless told. */
  readonly maxHours?: number;
}

/** Part of the length a file states that must be there for it to count as whole enough. */
const leastPart = 0.9;
const leastSeconds = 0.1;
/** Half a step of 16-bit audio: what never reaches it is silence. */
const silence = 2 ** -17;

/**
 * Reads a recording, or its part between `from` and `to`, as mono (mean of the channels) at `sampleRate`. The format is
 * found by content. Memory holds the result and a few chunks. Decoding is synchronous: run it where blocking does no
 * harm. docs/reference/audio.md says what is accepted.
 *
 * @param sampleRate - hertz
 * @throws SidError with a code SID_AUDIO_*, its message naming the file
 */
export const readAudio = (
  recording: Pick<Recording, 'id' | 'file' | 'from' | 'to'>,
  sampleRate: number,
  { maxHours = 4 }: ReadOptions = {},
): Promise<Audio> =>
  withFile(recording.file, (source) => ({
    id: recording.id,
    sampleRate,
    samples: readSamples(source, recording, sampleRate, maxHours),
  }));

const readSamples = (
  source: ByteSource,
  { from = 0, to = Number.POSITIVE_INFINITY }: Pick<Recording, 'from' | 'to'>,
  sampleRate: number,
  maxHours: number,
): Float32Array => {
  const { file } = source;
  let head: Head | undefined;
  let position = 0;
  let collect: ((samples: Float32Array) => void) | undefined;
  let finish = (): Float32Array => new Float32Array(0);
  const endFrame = (rate: number): number => Math.min(Math.round(to * rate), Number.MAX_SAFE_INTEGER);

  const sink: Sink = {
    head: (given) => {
      head = given;
      const rate = given.sampleRate;
      if (!Number.isInteger(rate) || rate < 1000 || rate > 768_000)
        throw corrupt(file, `it claims a sample rate of ${rate} Hz`);
      const known = Math.min(to, (given.frames ?? 0) / rate);
      if (known > maxHours * 3600) throw tooLong(file, known, maxHours);
      const expected = resampledLength(Math.max(0, Math.round((known - from) * rate)), rate, sampleRate);
      const output = createCollector(expected);
      const resampler = createResampler(rate, sampleRate);
      position = startFrame(rate);
      collect = (samples) => output.add(resampler.push(samples));
      finish = () => {
        output.add(resampler.flush());
        return output.take();
      };
      return true;
    },
    samples: (mono) => {
      if (head === undefined || collect === undefined) return false;
      const rate = head.sampleRate;
      const begin = Math.max(0, Math.round(from * rate) - position);
      const end = endFrame(rate) - position;
      if (begin < Math.min(end, mono.length)) collect(mono.subarray(begin, Math.max(begin, end)));
      position += mono.length;
      if (position > maxHours * 3600 * rate && end > 0) throw tooLong(file, position / rate, maxHours);
      return mono.length < end;
    },
  };
  let startFrame = (_rate: number): number => 0;
  const detected = detectFormat(source);
  if (detected.format === 'wav' || detected.format === 'aiff') startFrame = (rate) => Math.round(from * rate);
  const { failure } = decode(source, detected, sink, from);

  if (head === undefined) throw corrupt(file, failure ?? 'it has no audio');
  const { sampleRate: rate, frames } = head as Head;
  const wanted = Math.min(endFrame(rate), frames ?? (failure === undefined ? 0 : Number.POSITIVE_INFINITY));
  if (position < leastPart * wanted)
    throw corrupt(file, brokenOff(position / rate, frames === undefined ? undefined : frames / rate, failure));
  return checked(file, finish(), sampleRate, from, position / rate);
};

const brokenOff = (found: number, stated: number | undefined, failure: string | undefined): string => {
  const of = stated === undefined ? '' : ` of ${stated.toFixed(1)} s`;
  return `it breaks off after ${found.toFixed(1)} s${of}${failure === undefined ? '' : ` (${failure})`}`;
};

const checked = (
  file: string,
  samples: Float32Array,
  sampleRate: number,
  from: number,
  duration: number,
): Float32Array => {
  if (from > 0 && from >= duration)
    throw empty(file, `it lasts ${duration.toFixed(1)} s, and ${from} s on was asked for`);
  if (samples.length < leastSeconds * sampleRate)
    throw empty(file, `${(samples.length / sampleRate).toFixed(4)} s is shorter than ${leastSeconds} s`);
  let peak = 0;
  for (const sample of samples) {
    const size = Math.abs(sample);
    if (size > peak) peak = size;
    else if (!(size <= peak)) throw corrupt(file, 'it decodes to numbers that are not finite');
  }
  if (peak === Number.POSITIVE_INFINITY) throw corrupt(file, 'it decodes to numbers that are not finite');
  if (peak < silence) throw empty(file, 'it is silent throughout');
  return samples;
};
