import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LeftOut, messageOf, SidError } from '@sid/core';
import { type AudioFile, listAudio, withoutExtension } from '../audio-folder.ts';
import { decodeText } from '../text.ts';

/** The noise tracks of a folder, and those that a list names but the folder lacks. */
export interface Noise {
  readonly files: ReadonlyMap<string, AudioFile>;
  readonly missing: readonly LeftOut[];
}

/**
 * Ids that a line of a noise list may mean, the first that exists counting. MTG-Jamendo keeps `track_0001234` as
 * `34/1234.mp3`: the folder is the number modulo 100.
 */
const idsOf = (line: string): readonly string[] => {
  const number = /^(?:track_)?0*(\d+)$/.exec(line)?.[1];
  if (number !== undefined) return [`${number.padStart(2, '0').slice(-2)}/${number}`, line];
  return [withoutExtension(line.replaceAll('\\', '/').replace(/^\.\//, '')), line];
};

/**
 * Lines of a list: the first tab-separated field, so that the tables of MTG-Jamendo serve as they are. Empty lines,
 * lines starting with `#` and the header of those tables are skipped.
 */
const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r\n|\n|\r/)
    .map((line) => (line.split('\t')[0] ?? '').trim())
    .filter((line) => line !== '' && !line.startsWith('#') && line !== 'TRACK_ID');

/** @throws SidError SID_DATASET_METADATA where the folder or the list cannot be read */
export const readNoise = async (folder: string, listFile: string | undefined): Promise<Noise> => {
  const files = await listAudio(folder, { recursive: true });
  if (listFile === undefined) return { files, missing: [] };
  const chosen = new Map<string, AudioFile>();
  const missing = new Map<string, LeftOut>();
  for (const line of linesOf(await readList(listFile))) {
    const ids = idsOf(line);
    const found = ids.map((id) => files.get(id)).find((file) => file !== undefined);
    const [id = line] = ids;
    if (found !== undefined) chosen.set(found.id, found);
    else missing.set(id, { id, reason: `The noise list names "${line}", but there is no file ${join(folder, id)}.*.` });
  }
  return { files: chosen, missing: [...missing.values()] };
};

const readList = async (file: string): Promise<string> => {
  const fail = (what: string, cause?: unknown): SidError =>
    new SidError('SID_DATASET_METADATA', `The noise list ${file} ${what}`, { cause });
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw fail(`cannot be read (${messageOf(error)}). Correct the option "noiseList".`, error);
  }
  const decoded = decodeText(bytes);
  if (decoded === undefined) throw fail('is not a text file. It has one track per line.');
  return decoded.text;
};
