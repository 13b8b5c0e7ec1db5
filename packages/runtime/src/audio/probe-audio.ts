import { withFile } from './byte-source.ts';
import { decode } from './decode.ts';
import type { Head } from './decoding.ts';
import { type AudioFormat, detectFormat } from './format.ts';
import { corrupt } from './problems.ts';

export interface Probe {
  readonly format: AudioFormat;
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly durationSeconds: number;
}

/**
 * What a file says of itself, found by its content. Reads the header only, except that AAC in ADTS, which states no
 * length, is decoded, and that the frames of an MP3 without a length are counted.
 *
 * @throws SidError with a code SID_AUDIO_*
 */
export const probeAudio = (file: string): Promise<Probe> =>
  withFile(file, (source) => {
    const detected = detectFormat(source);
    let head: Head | undefined;
    let counted = 0;
    const { failure } = decode(source, detected, {
      head: (given) => {
        head = given;
        return given.frames === undefined;
      },
      samples: (mono) => {
        counted += mono.length;
        return true;
      },
    });
    if (head === undefined) throw corrupt(file, failure ?? 'it has no audio');
    const { sampleRate, channels, frames } = head as Head;
    if (frames === undefined && failure !== undefined) throw corrupt(file, failure);
    return { format: detected.format, sampleRate, channels, durationSeconds: (frames ?? counted) / sampleRate };
  });
