import { type Match, type Recording, SidError } from '@sid/core';

const quote = (matches: readonly Match[]): string => JSON.stringify(matches.slice(0, 2)).slice(0, 200);

/**
 * What a retriever returned, before it is stored. Results are read for years: an answer that no metric could use must
 * not become one.
 *
 * @throws SidError SID_METHOD_FAILED for scores or times that are not finite, scores out of order, a track twice, or
 * one that was not added
 */
export const checkMatches = (matches: readonly Match[], query: Recording['id'], known: ReadonlySet<string>): void => {
  const wrong = (what: string) =>
    new SidError(
      'SID_METHOD_FAILED',
      `The retriever's answer to "${query}" ${what}: ${quote(matches)}. This is a defect of the retriever.`,
    );
  const seen = new Set<string>();
  let last = Number.POSITIVE_INFINITY;
  for (const { track, score, where } of matches) {
    if (!Number.isFinite(score)) throw wrong(`gives "${track}" a score that is not a finite number`);
    if (score > last) throw wrong(`does not have the best match first ("${track}")`);
    if (seen.has(track)) throw wrong(`has the track "${track}" twice`);
    if (!known.has(track)) throw wrong(`has the track "${track}", which is not in the index`);
    const times = where.flatMap((place) => [
      place.query.from,
      place.query.to,
      place.reference.from,
      place.reference.to,
    ]);
    if (!times.every(Number.isFinite)) throw wrong(`has a time that is not finite ("${track}")`);
    seen.add(track);
    last = score;
  }
};
