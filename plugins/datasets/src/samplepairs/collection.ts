import { type Collection, type LeftOut, type Recording, type Relation, SidError } from '@sid/core';
import { byId } from '../order.ts';
import { faultOf, isFilled } from '../sound-file.ts';
import type { Noise } from './noise.ts';
import type { Pair, Pairs } from './pairs.ts';

const queryOf = (pair: Pair): Recording => ({
  id: `${pair.id}-query`,
  role: 'query',
  file: pair.queryFile,
  ...(pair.queryTitle === undefined ? {} : { title: pair.queryTitle }),
});

const referenceOf = (pair: Pair): Recording => ({
  id: `${pair.id}-reference`,
  role: 'reference',
  file: pair.referenceFile,
  ...(pair.referenceTitle === undefined ? {} : { title: pair.referenceTitle }),
});

const relationOf = (pair: Pair): Relation => ({
  id: pair.id,
  query: queryOf(pair).id,
  reference: referenceOf(pair).id,
  inQuery: pair.inQuery === undefined ? [] : [{ from: pair.inQuery }],
  inReference: pair.inReference === undefined ? [] : [{ from: pair.inReference }],
  ...(pair.class === undefined ? {} : { class: pair.class }),
});

/** Noise without the recordings of the pairs, which may lie in the same folder. */
const noiseOf = ({ pairs }: Pairs, { files }: Noise, leftOut: LeftOut[]): readonly Recording[] => {
  const named = pairs.flatMap((pair) => [queryOf(pair), referenceOf(pair)]);
  const taken = new Set(named.flatMap(({ id, file }) => [id, file]));
  return [...files.values()].flatMap(({ id, file, bytes }): readonly Recording[] => {
    if (taken.has(file)) return [];
    const reason = bytes === 0 ? 'The file is empty.' : `A pair has the id "${id}" already.`;
    if (bytes > 0 && !taken.has(id)) return [{ id, role: 'noise', file }];
    leftOut.push({ id: `${id} (noise)`, reason, file });
    return [];
  });
};

/**
 * The pairs whose two files are there. The reference of an incomplete pair stays in the index, as in the full set.
 *
 * @throws SidError SID_DATASET_EMPTY
 */
export const toCollection = async (list: Pairs, noise: Noise): Promise<Collection> => {
  const leftOut: LeftOut[] = [...list.problems, ...noise.missing];
  const usable = async (recording: Recording): Promise<boolean> => {
    if (await isFilled(recording.file)) return true;
    leftOut.push({ id: recording.id, reason: `No sound for this ${recording.role}.`, file: recording.file });
    return false;
  };
  const references: Recording[] = [];
  const queries: Recording[] = [];
  const relations: Relation[] = [];
  for (const pair of list.pairs) {
    const hasReference = await usable(referenceOf(pair));
    const hasQuery = await usable(queryOf(pair));
    if (hasReference) references.push(referenceOf(pair));
    if (hasReference && hasQuery) {
      queries.push(queryOf(pair));
      relations.push(relationOf(pair));
    } else {
      leftOut.push({
        id: pair.id,
        reason: `The pair is incomplete: no sound for its ${hasReference ? 'query' : hasQuery ? 'reference' : 'query and its reference'}.`,
      });
      if (hasQuery) leftOut.push({ id: queryOf(pair).id, reason: 'Its reference has no sound.', file: pair.queryFile });
    }
  }
  const others = noiseOf(list, noise, leftOut);
  if (queries.length === 0)
    throw new SidError(
      'SID_DATASET_EMPTY',
      `None of the ${list.pairs.length} pairs of ${list.file} has both its files. Their paths are read from the folder of that file; "sid datasets validate" lists them.`,
    );
  return {
    references: [...references, ...others].sort(byId),
    queries: queries.sort(byId),
    relations: relations.sort(byId),
    leftOut: leftOut.sort(byId),
    notes: [
      `${relations.length} of ${list.pairs.length} pairs can be evaluated (${references.length} references, ${others.length} noise tracks).`,
      'The published SamplePairs list is not part of sid. Figures compare with published ones only where pairs and noise are the same.',
      ...(list.problems.length === 0 ? [] : [`${list.problems.length} rows of the list are wrong and left out.`]),
    ],
  };
};

/** Every file of the list and the noise, looked at without decoding. */
export const validationOf = async (list: Pairs, noise: Noise) => {
  const missing: LeftOut[] = [...noise.missing];
  const corrupt: LeftOut[] = [...list.problems];
  const named = list.pairs.flatMap((pair) => [queryOf(pair), referenceOf(pair)]);
  const others = [...noise.files.values()].map(({ id, file }) => ({ id, file }));
  for (const { id, file } of [...named, ...others]) {
    const fault = await faultOf(file);
    if (fault === undefined) continue;
    if (fault.kind === 'missing') missing.push({ id, reason: fault.reason, file });
    else corrupt.push({ id, reason: fault.reason, file });
  }
  return { missing: missing.sort(byId), corrupt: corrupt.sort(byId) };
};
