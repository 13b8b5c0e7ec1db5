import { SidError } from '@sid/core';
import { type ByteSource, bytesAt, fourCharacters } from './byte-source.ts';
import { corrupt } from './problems.ts';

/** How uncompressed samples lie in a file. */
export interface PcmLayout {
  readonly sampleRate: number;
  readonly channels: number;
  readonly encoding: 'uint' | 'int' | 'float';
  readonly bytesPerSample: number;
  readonly littleEndian: boolean;
  readonly offset: number;
  /** As the header says. */
  readonly frames: number;
}

/** Chunks of RIFF and of AIFF: name, length, where the content begins. */
const chunks = function* (source: ByteSource, littleEndian: boolean) {
  for (let offset = 12; offset + 8 <= source.size; ) {
    const header = bytesAt(source, offset, 8);
    const length = header.getUint32(4, littleEndian);
    yield { name: fourCharacters(header, 0), length, offset: offset + 8 };
    offset += 8 + length + (length % 2);
  }
};

const unsupported = (source: ByteSource, what: string): SidError =>
  new SidError(
    'SID_AUDIO_FORMAT',
    `Audio file "${source.file}" holds ${what}, which sid does not decode. Known inside WAV and AIFF: integers of 8, 16, 24 and 32 bits, floats of 32 and 64 bits. Convert it, or remove it.`,
  );

const checked = (source: ByteSource, layout: PcmLayout): PcmLayout => {
  const { sampleRate, channels, bytesPerSample, encoding } = layout;
  if (!(sampleRate >= 1000 && sampleRate <= 768_000) || channels < 1 || channels > 64)
    throw corrupt(source.file, `its header says ${channels} channels at ${sampleRate} Hz`);
  const known = encoding === 'float' ? [4, 8] : encoding === 'uint' ? [1] : [1, 2, 3, 4];
  if (!known.includes(bytesPerSample)) throw unsupported(source, `${8 * bytesPerSample}-bit ${encoding} samples`);
  return layout;
};

/** RIFF WAVE, with RF64 (EBU Tech 3306) for more than 4 GiB. */
export const wavLayout = (source: ByteSource): PcmLayout => {
  let format: { tag: number; channels: number; sampleRate: number; bytesPerFrame: number; bits: number } | undefined;
  let longData: number | undefined;
  for (const { name, length, offset } of chunks(source, true)) {
    if (name === 'ds64') {
      const view = bytesAt(source, offset, 16);
      longData = view.getUint32(8, true) + 2 ** 32 * view.getUint32(12, true);
    }
    if (name === 'fmt ') {
      const view = bytesAt(source, offset, 40);
      const tag = view.getUint16(0, true);
      format = {
        // WAVE_FORMAT_EXTENSIBLE: the tag proper begins the GUID.
        tag: tag === 0xfffe && length >= 40 ? view.getUint16(24, true) : tag,
        channels: view.getUint16(2, true),
        sampleRate: view.getUint32(4, true),
        bytesPerFrame: view.getUint16(12, true),
        bits: view.getUint16(14, true),
      };
    }
    if (name !== 'data') continue;
    if (format === undefined) throw corrupt(source.file, 'its samples come before their description');
    const { tag, channels, sampleRate, bytesPerFrame, bits } = format;
    if (tag !== 1 && tag !== 3) throw unsupported(source, `WAV data of type ${tag}`);
    const bytesPerSample = Math.ceil(bits / 8);
    if (bytesPerFrame !== bytesPerSample * channels)
      throw corrupt(source.file, `its header says ${bytesPerFrame} bytes for ${channels} samples of ${bits} bits`);
    // A recorder that was cut off, or one that writes to a pipe, leaves these instead of the length.
    const open = length === 0 || length >= 0x7fff_ffff;
    const bytes = open ? Math.min(longData ?? Number.POSITIVE_INFINITY, source.size - offset) : length;
    return checked(source, {
      sampleRate,
      channels,
      encoding: tag === 3 ? 'float' : bytesPerSample === 1 ? 'uint' : 'int',
      bytesPerSample,
      littleEndian: true,
      offset,
      frames: Math.floor(bytes / bytesPerFrame),
    });
  }
  throw corrupt(source.file, 'it has no samples behind its header');
};

/** AIFF 1.3 and the uncompressed kinds of AIFF-C. */
export const aiffLayout = (source: ByteSource): PcmLayout => {
  let format: { channels: number; frames: number; bits: number; sampleRate: number; kind: string } | undefined;
  let data: number | undefined;
  for (const { name, length, offset } of chunks(source, false)) {
    if (name === 'COMM') {
      const view = bytesAt(source, offset, 22);
      // Rate as 80-bit float: exponent, then 64 bits of mantissa, of which 32 hold any rate.
      const sampleRate = Math.round(view.getUint32(10) * 2 ** ((view.getUint16(8) & 0x7fff) - 16_383 - 31));
      format = {
        channels: view.getUint16(0),
        frames: view.getUint32(2),
        bits: view.getUint16(6),
        sampleRate,
        kind: length >= 22 ? fourCharacters(view, 18) : 'NONE',
      };
    }
    if (name === 'SSND') data = offset + 8 + bytesAt(source, offset, 4).getUint32(0);
  }
  if (format === undefined || data === undefined) throw corrupt(source.file, 'a part of it (COMM or SSND) is missing');
  const { channels, frames, bits, sampleRate, kind } = format;
  const float = kind === 'fl32' || kind === 'FL32' || kind === 'fl64' || kind === 'FL64';
  if (!float && !['NONE', 'twos', 'sowt', 'in24', 'in32'].includes(kind))
    throw unsupported(source, `AIFF-C data of type "${kind}"`);
  return checked(source, {
    sampleRate,
    channels,
    encoding: float ? 'float' : 'int',
    bytesPerSample: Math.ceil(bits / 8),
    littleEndian: kind === 'sowt',
    offset: data,
    frames,
  });
};
