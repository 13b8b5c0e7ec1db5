import { type ByteSource, from } from './byte-source.ts';
import type { Ending, Head, Sink } from './decoding.ts';
import type { Detected } from './format.ts';
import { mp4Duration } from './mp4-duration.ts';
import { decodePcm } from './pcm-decoder.ts';
import { aiffLayout, wavLayout } from './pcm-layout.ts';
import { decodeCompressed } from './wasm-decoder.ts';

/**
 * Decodes `source` into `sink`, from `fromSeconds` on where the format allows it to be found at once, else from the
 * start.
 *
 * @returns how it ended, and at which frame the first samples were
 */
export const decode = (
  source: ByteSource,
  { format, offset }: Detected,
  sink: Sink,
  fromSeconds = 0,
): Ending & { readonly firstFrame: number } => {
  const content = from(source, offset);
  if (format === 'wav' || format === 'aiff') {
    const layout = format === 'wav' ? wavLayout(content) : aiffLayout(content);
    const firstFrame = Math.min(layout.frames, Math.round(fromSeconds * layout.sampleRate));
    return { ...decodePcm(content, layout, sink, firstFrame), firstFrame };
  }
  const seconds = format === 'm4a' ? mp4Duration(content) : undefined;
  const head = (given: Head): boolean =>
    sink.head(seconds === undefined ? given : { ...given, frames: Math.round(seconds * given.sampleRate) });
  return { ...decodeCompressed(content, format, { ...sink, head }), firstFrame: 0 };
};
