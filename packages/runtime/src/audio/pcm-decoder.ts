import { mixStereo16 } from '@sid/dsp';
import type { ByteSource } from './byte-source.ts';
import type { Ending, Sink } from './decoding.ts';
import type { PcmLayout } from './pcm-layout.ts';

const chunkBytes = 2 ** 19;

/** @param firstFrame - where to begin: nothing before has to be read */
export const decodePcm = (source: ByteSource, layout: PcmLayout, sink: Sink, firstFrame = 0): Ending => {
  const { sampleRate, channels, bytesPerSample, offset, frames } = layout;
  if (!sink.head({ sampleRate, channels, frames })) return {};
  const bytesPerFrame = channels * bytesPerSample;
  const framesAtOnce = Math.max(1, Math.floor(chunkBytes / bytesPerFrame));
  const chunk = new Uint8Array(framesAtOnce * bytesPerFrame);
  const mix = mixer(layout);
  for (let frame = firstFrame; frame < frames; frame += framesAtOnce) {
    const wanted = Math.min(framesAtOnce, frames - frame) * bytesPerFrame;
    const count = source.read(chunk.subarray(0, wanted), offset + frame * bytesPerFrame);
    const whole = Math.floor(count / bytesPerFrame);
    if (whole > 0 && !sink.samples(mix(chunk, whole))) return {};
    if (count < wanted) return { failure: 'it ends before its header says' };
  }
  return {};
};

type Mix = (bytes: Uint8Array<ArrayBuffer>, frames: number) => Float32Array;

const mixer = (layout: PcmLayout): Mix => {
  const { channels, bytesPerSample, littleEndian } = layout;
  // By far the most frequent case has its own way. Every machine that runs Node today is little-endian.
  if (layout.encoding === 'int' && bytesPerSample === 2 && channels === 2 && littleEndian)
    return (bytes, frames) => mixStereo16(new Int16Array(bytes.buffer, 0, 2 * frames));
  const sample = reader(layout);
  return (bytes, frames) => {
    const view = new DataView(bytes.buffer);
    const mono = new Float32Array(frames);
    for (let frame = 0, at = 0; frame < frames; frame++) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++, at += bytesPerSample) sum += sample(view, at);
      mono[frame] = sum / channels;
    }
    return mono;
  };
};

/** One sample as a number, full scale at 1. */
const reader = ({ encoding, bytesPerSample, littleEndian }: PcmLayout): ((view: DataView, at: number) => number) => {
  if (encoding === 'float')
    return bytesPerSample === 4
      ? (view, at) => view.getFloat32(at, littleEndian)
      : (view, at) => view.getFloat64(at, littleEndian);
  if (encoding === 'uint') return (view, at) => (view.getUint8(at) - 128) / 128;
  if (bytesPerSample === 1) return (view, at) => view.getInt8(at) / 128;
  if (bytesPerSample === 2) return (view, at) => view.getInt16(at, littleEndian) / 32_768;
  if (bytesPerSample === 4) return (view, at) => view.getInt32(at, littleEndian) / 2 ** 31;
  return littleEndian
    ? (view, at) => (view.getInt8(at + 2) * 65_536 + view.getUint16(at, true)) / 2 ** 23
    : (view, at) => (view.getInt8(at) * 65_536 + view.getUint16(at + 1)) / 2 ** 23;
};
