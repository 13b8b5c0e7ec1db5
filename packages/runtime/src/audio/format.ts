import { SidError } from '@sid/core';
import { type ByteSource, bytesAt, fourCharacters } from './byte-source.ts';

/** Formats by what is decoded, not by the name of the file. */
export const audioFormats = ['wav', 'aiff', 'flac', 'mp3', 'vorbis', 'opus', 'aac', 'm4a'] as const;

export type AudioFormat = (typeof audioFormats)[number];

/** Lower-case extensions, with the dot, of files that may be audio. What a file is, its content says. */
export const audioExtensions: readonly string[] = [
  '.wav',
  '.wave',
  '.aif',
  '.aiff',
  '.aifc',
  '.flac',
  '.mp3',
  '.mp2',
  '.ogg',
  '.oga',
  '.opus',
  '.aac',
  '.m4a',
  '.mp4',
];

/** What the content is, and where it begins behind any tag. */
export interface Detected {
  readonly format: AudioFormat;
  readonly offset: number;
}

/** How far frames of MPEG audio are searched behind tags and rubbish. */
const searchBytes = 32_768;

export const detectFormat = (source: ByteSource): Detected => {
  if (source.size === 0)
    throw new SidError('SID_AUDIO_EMPTY', `Audio file "${source.file}" is empty (0 bytes). Replace or remove it.`);
  const tag = tagBytes(source);
  const view = bytesAt(source, tag, searchBytes);
  const format = container(view) ?? frames(view, source.size - tag);
  if (format === undefined) throw unknown(source, view);
  return { format, offset: tag };
};

const unknown = (source: ByteSource, view: DataView): SidError => {
  const start = [0, 1, 2, 3].map((i) => view.getUint8(i).toString(16).padStart(2, '0')).join(' ');
  return new SidError(
    'SID_AUDIO_FORMAT',
    `Audio file "${source.file}" is in no known format (it begins with the bytes ${start}). Known: WAV, AIFF, FLAC, MP3, Ogg Vorbis, Opus, AAC (ADTS, MP4). Convert it, or remove it.`,
  );
};

/** Length of the ID3v2 tags at the start, which occur before every format. */
const tagBytes = (source: ByteSource): number => {
  let offset = 0;
  for (let tags = 0; tags < 8; tags++) {
    const view = bytesAt(source, offset, 10);
    if (!fourCharacters(view, 0).startsWith('ID3')) break;
    const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + (view.getUint8(i) & 127), 0);
    const footer = (view.getUint8(5) & 16) === 0 ? 0 : 10;
    if (offset + 10 + size + footer >= source.size) break;
    offset += 10 + size + footer;
  }
  return offset;
};

const container = (view: DataView): AudioFormat | undefined => {
  const name = fourCharacters(view, 0);
  const inner = fourCharacters(view, 8);
  if ((name === 'RIFF' || name === 'RF64' || name === 'BW64') && inner === 'WAVE') return 'wav';
  if (name === 'FORM' && (inner === 'AIFF' || inner === 'AIFC')) return 'aiff';
  if (name === 'fLaC') return 'flac';
  if (fourCharacters(view, 4) === 'ftyp') return 'm4a';
  if (name !== 'OggS') return undefined;
  const packet = 27 + view.getUint8(26);
  if (fourCharacters(view, packet) === 'Opus') return 'opus';
  return fourCharacters(view, packet + 1) === 'vorb' ? 'vorbis' : undefined;
};

/** Two frames in a row make a stream; one that ends with the file will do. */
const frames = (view: DataView, size: number): AudioFormat | undefined => {
  const last = Math.min(view.byteLength, size) - 4;
  for (let at = 0; at <= last; at++) {
    const first = frameAt(view, at);
    if (first === undefined) continue;
    const next = at + first.bytes;
    if (next >= size || next > view.byteLength - 4 || frameAt(view, next)?.format === first.format) return first.format;
  }
  return undefined;
};

const bitrates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const bitrates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const rates = [44_100, 48_000, 32_000];

/** The frame of AAC in ADTS, or of MPEG audio layer III, whose header lies at `at`. */
const frameAt = (view: DataView, at: number): { format: AudioFormat; bytes: number } | undefined => {
  if (view.getUint8(at) !== 0xff || (view.getUint8(at + 1) & 0xe0) !== 0xe0) return undefined;
  const layer = (view.getUint8(at + 1) >> 1) & 3;
  if (layer === 0) {
    if ((view.getUint8(at + 1) & 0xf6) !== 0xf0 || at + 7 > view.byteLength) return undefined;
    const rate = (view.getUint8(at + 2) >> 2) & 15;
    const bytes = (view.getUint32(at + 2) >> 5) & 0x1fff;
    return rate > 12 || bytes < 8 ? undefined : { format: 'aac', bytes };
  }
  const version = (view.getUint8(at + 1) >> 3) & 3;
  const bitrate = view.getUint8(at + 2) >> 4;
  const rate = rates[(view.getUint8(at + 2) >> 2) & 3];
  if (version === 1 || bitrate === 15 || rate === undefined) return undefined;
  // Other layers and free bit rates are as rare in music as they are frequent in rubbish.
  if (layer !== 1 || bitrate === 0) return undefined;
  const full = version === 3;
  const kilobits = (full ? bitrates1 : bitrates2)[bitrate] ?? 0;
  const hertz = full ? rate : version === 2 ? rate / 2 : rate / 4;
  const padding = (view.getUint8(at + 2) >> 1) & 1;
  return { format: 'mp3', bytes: Math.floor(((full ? 144_000 : 72_000) * kilobits) / hertz) + padding };
};
