import type { LeftOut, Validation } from '@sid/core';
import type { AudioFile } from '../audio-folder.ts';
import { byId } from '../order.ts';
import { faultOf } from '../sound-file.ts';
import type { Metadata } from './metadata.ts';
import { recordingsOf, rosterOf } from './roster.ts';

/**
 * Missing: a track of the tables without file. Corrupt: a row that contradicts another or the format, a file that is
 * empty or not sound, a second file for one track. Sound is not decoded; only the head of each file is looked at.
 */
export const validationOf = async (metadata: Metadata, audio: ReadonlyMap<string, AudioFile>): Promise<Validation> => {
  const { references, queries, noise, negatives } = rosterOf(metadata, metadata.uses, audio);
  const all: LeftOut[] = [];
  const present = [
    ...recordingsOf('reference', references, metadata, audio, all),
    ...recordingsOf('query', queries, metadata, audio, all),
    ...recordingsOf('noise', noise, metadata, audio, all),
    ...recordingsOf('negative', negatives, metadata, audio, all),
  ];
  const corrupt = [...metadata.problems, ...all.filter(({ file }) => file !== undefined)];
  for (const { id, file } of present) {
    const fault = await faultOf(file);
    if (fault !== undefined) corrupt.push({ id, reason: fault.reason, file });
    for (const other of audio.get(id)?.others ?? [])
      corrupt.push({ id, reason: `A second file for ${id}; ${file} is used.`, file: other });
  }
  return { missing: all.filter(({ file }) => file === undefined).sort(byId), corrupt: corrupt.sort(byId) };
};
