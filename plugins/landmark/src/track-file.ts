import { canonicalJson, messageOf, SidError } from '@sid/core';
import { crc32 } from './crc32.ts';

/** One track as an index keeps it: everything derived is made again on loading. */
export interface StoredTrack {
  readonly id: string;
  readonly durationSeconds: number;
  /** The retriever's own coding of what it heard. */
  readonly code: Uint8Array;
}

/** What a file of tracks belongs to: another kind or other settings make it unreadable, on purpose. */
export interface TrackFileHead {
  /** Retriever and version of the coding, e.g. `landmark/1`. */
  readonly kind: string;
  /** Whatever the codes depend on. */
  readonly settings: unknown;
}

const magic = 'sid.tracks/1\n';
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Exact length of what `writeTrackFile` yields. */
export const trackFileBytes = (head: TrackFileHead, tracks: ReadonlyMap<string, StoredTrack>): number => {
  let bytes = headBytes(head, tracks.size).length + 4;
  for (const track of tracks.values()) bytes += 16 + encoder.encode(track.id).length + track.code.length;
  return bytes;
};

/**
 * Magic line, one line of JSON, the tracks in order of their ids, CRC-32 of all that. A track is the length of its id
 * and of its code (uint32 each), its duration (float64), id and code; little endian.
 */
export async function* writeTrackFile(
  head: TrackFileHead,
  tracks: ReadonlyMap<string, StoredTrack>,
): AsyncIterable<Uint8Array> {
  let sum = 0;
  const summed = (bytes: Uint8Array): Uint8Array => {
    sum = crc32(bytes, sum);
    return bytes;
  };
  yield summed(headBytes(head, tracks.size));
  for (const track of inOrder(tracks)) {
    const id = encoder.encode(track.id);
    const bytes = new Uint8Array(16 + id.length + track.code.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, id.length, true);
    view.setUint32(4, track.code.length, true);
    view.setFloat64(8, track.durationSeconds, true);
    bytes.set(id, 16);
    bytes.set(track.code, 16 + id.length);
    yield summed(bytes);
  }
  const end = new Uint8Array(4);
  new DataView(end.buffer).setUint32(0, sum, true);
  yield end;
}

/** Reads what `writeTrackFile` wrote under an equal head. @throws SidError SID_INDEX_INVALID for anything else */
export const readTrackFile = async (
  head: TrackFileHead,
  chunks: AsyncIterable<Uint8Array>,
): Promise<Map<string, StoredTrack>> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  const bytes = joined(parts);
  const count = readHead(head, bytes);
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 4;
  if (view.getUint32(end, true) !== crc32(bytes.subarray(0, end), 0))
    throw invalid(head, 'its checksum does not fit its content, so it was cut short or changed');
  const tracks = new Map<string, StoredTrack>();
  let at = headBytes(head, count).length;
  try {
    for (let i = 0; i < count; i++) {
      const idEnd = at + 16 + view.getUint32(at, true);
      const codeEnd = idEnd + view.getUint32(at + 4, true);
      const id = decoder.decode(bytes.subarray(at + 16, idEnd));
      tracks.set(id, { id, durationSeconds: view.getFloat64(at + 8, true), code: bytes.slice(idEnd, codeEnd) });
      at = codeEnd;
    }
  } catch (error) {
    throw invalid(head, `track ${tracks.size + 1} of ${count} cannot be read (${messageOf(error)})`);
  }
  if (at !== end) throw invalid(head, `it has ${end - at} bytes after its last track`);
  return tracks;
};

const headBytes = ({ kind, settings }: TrackFileHead, count: number): Uint8Array =>
  encoder.encode(`${magic}${canonicalJson({ kind, settings, tracks: count })}\n`);

/** The number of tracks. */
const readHead = (head: TrackFileHead, bytes: Uint8Array): number => {
  const found = new TextDecoder().decode(bytes.subarray(0, magic.length));
  if (found !== magic) throw invalid(head, `it begins with ${JSON.stringify(found)} instead of "sid.tracks/1"`);
  const lineEnd = bytes.indexOf(10, magic.length);
  let line: unknown;
  try {
    line = JSON.parse(decoder.decode(bytes.subarray(magic.length, Math.max(magic.length, lineEnd))));
  } catch (error) {
    throw invalid(head, `its second line is not JSON (${messageOf(error)})`);
  }
  const count = typeof line === 'object' && line !== null && 'tracks' in line ? Number(line.tracks) : Number.NaN;
  const expected = canonicalJson({ ...head, tracks: count });
  if (!Number.isInteger(count) || count < 0 || bytes.length < lineEnd + 5 || canonicalJson(line) !== expected)
    throw invalid(head, `it was made as ${canonicalJson(line)}, while this retriever reads ${expected}`);
  return count;
};

const inOrder = (tracks: ReadonlyMap<string, StoredTrack>): readonly StoredTrack[] =>
  [...tracks.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

const invalid = ({ kind }: TrackFileHead, reason: string): SidError =>
  new SidError('SID_INDEX_INVALID', `This is no index of ${kind}: ${reason}. Index the recordings again.`);
