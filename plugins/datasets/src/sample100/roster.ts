import type { LeftOut, Recording, Role } from '@sid/core';
import type { AudioFile } from '../audio-folder.ts';
import { compareIds } from '../order.ts';
import type { Metadata } from './metadata.ts';
import type { Use } from './uses.ts';

/** Who plays which part in a collection. */
export interface Roster {
  readonly references: ReadonlySet<string>;
  readonly queries: ReadonlySet<string>;
  readonly noise: ReadonlySet<string>;
  readonly negatives: ReadonlySet<string>;
}

/**
 * References stay in the index even where the variant evaluates none of their relations: the index is that of the full
 * data set. Noise is what noise.csv lists, else every sound file that no table names.
 */
export const rosterOf = (
  metadata: Metadata,
  chosen: readonly Use[],
  audio: ReadonlyMap<string, AudioFile>,
): Roster => ({
  references: new Set(metadata.uses.map(({ reference }) => reference)),
  queries: new Set(chosen.map(({ query }) => query)),
  noise: new Set(metadata.noise?.keys() ?? [...audio.keys()].filter((id) => !metadata.named.has(id))),
  negatives: metadata.negatives,
});

/** Recordings of one role that have sound, by id; those without go to `leftOut`. */
export const recordingsOf = (
  role: Role,
  ids: Iterable<string>,
  metadata: Metadata,
  audio: ReadonlyMap<string, AudioFile>,
  leftOut: LeftOut[],
): readonly Recording[] =>
  [...ids].sort(compareIds).flatMap((id): readonly Recording[] => {
    const found = audio.get(id);
    const title = (metadata.tracks.get(id) ?? metadata.noise?.get(id))?.title;
    if (found !== undefined && found.bytes > 0)
      return [{ id, role, file: found.file, ...(title === undefined ? {} : { title }) }];
    const named = title === undefined ? '' : ` (${title})`;
    leftOut.push(
      found === undefined
        ? { id, reason: `No file audio/${id}.* for this ${role}${named}.` }
        : { id, reason: `The file of this ${role}${named} is empty.`, file: found.file },
    );
    return [];
  });
