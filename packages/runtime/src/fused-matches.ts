import type { Alignment, Match } from '@sid/core';

/** How the scores of one member become comparable with those of others. */
export interface Calibration {
  /** Score at which a match is as likely right as wrong. */
  readonly even: number;
  /** How fast it becomes likelier above: the logit of being right per unit of score. */
  readonly slope: number;
}

/** Places this near in the reference, and in the query, are one place. */
const nearSeconds = 1;
/** Shifts that differ by more are different shifts. */
const nearSemitones = 0.6;
/** Most places of a track. */
const mostPlaces = 16;
/** Places of a member that are compared with those of others. */
const comparedPlaces = 8;

/** Log-odds that a score of this member is right. */
const logitOf = (score: number, { even, slope }: Calibration): number => (score - even) * slope;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Whether two members mean the same thing: the middle of one place lies on the line of the other. */
export const agree = (a: Alignment, b: Alignment): boolean => {
  if (Math.abs((a.semitones ?? b.semitones ?? 0) - (b.semitones ?? a.semitones ?? 0)) > nearSemitones) return false;
  const from = Math.max(a.reference.from, b.reference.from);
  const to = Math.min(a.reference.to, b.reference.to);
  if (to < from - nearSeconds) return false;
  const middle = (from + to) / 2;
  return Math.abs(queryTime(a, middle) - queryTime(b, middle)) < nearSeconds;
};

const queryTime = ({ query, reference, tempoRatio }: Alignment, time: number): number => {
  const middle = (reference.from + reference.to) / 2;
  return (query.from + query.to) / 2 + (time - middle) / (tempoRatio ?? 1);
};

/** A calibrated member. */
export interface Judge extends Calibration {
  /** It has looked at the places of the others, too. */
  readonly closely?: boolean;
}

/** What one member says of one track. */
interface Opinion {
  readonly closely: boolean;
  readonly logit: number;
  readonly where: readonly Alignment[];
}

/**
 * The opinions of several members on the same question, as one ranking. A track's log-odds are those of the member that
 * is surest of it; to them come those of every other member (as far as they speak for it) that puts it at the same
 * place. Agreement on a track without agreement on the place says nothing: chance does that. Where a member has looked
 * at the places of the others, those that it does not confirm lose log-odds.
 *
 * @param answers - of each member, in the order of `judges`
 */
export const fuseMatches = (
  answers: readonly (readonly Match[])[],
  judges: readonly Judge[],
  limit: number,
): readonly Match[] => {
  const opinions = new Map<string, Opinion[]>();
  for (const [member, matches] of answers.entries()) {
    const judge = judges[member];
    if (judge === undefined) continue;
    for (const { track, score, where } of matches) {
      const known = opinions.get(track);
      const places = where.map((place) => ({ ...place, score: logistic(logitOf(place.score, judge)) }));
      const opinion = { closely: judge.closely === true, logit: logitOf(score, judge), where: places };
      if (known === undefined) opinions.set(track, [opinion]);
      else known.push(opinion);
    }
  }
  const doubtful = judges.some(({ closely }) => closely === true);
  return [...opinions]
    .map(([track, list]) => matchOf(track, doubtful ? list.map((opinion) => doubted(opinion, list)) : list))
    .sort((a, b) => b.score - a.score || (a.track < b.track ? -1 : 1))
    .slice(0, limit);
};

/** That a closer look does not confirm a place makes it unlikelier by about e² to 1. */
const doubtLogit = 2;

const doubted = (opinion: Opinion, all: readonly Opinion[]): Opinion =>
  opinion.closely || all.some((other) => other.closely && sharesPlace(opinion, other))
    ? opinion
    : { ...opinion, logit: opinion.logit - doubtLogit };

const matchOf = (track: string, opinions: readonly Opinion[]): Match => {
  const [surest, ...others] = [...opinions].sort((a, b) => b.logit - a.logit);
  if (surest === undefined) return { track, score: 0, where: [] };
  let { logit } = surest;
  for (const other of others) if (sharesPlace(surest, other)) logit += Math.max(0, other.logit + agreementLogit);
  return { track, score: logistic(logit), where: join([surest, ...others]) };
};

/** That two members put a track at the same place is itself unlikely by chance: worth about e² to 1. */
const agreementLogit = 2;

const sharesPlace = (a: Opinion, b: Opinion): boolean =>
  a.where.slice(0, comparedPlaces).some((x) => b.where.slice(0, comparedPlaces).some((y) => agree(x, y)));

/** The places of all, best first; of places that agree the surest member's stays. */
const join = (opinions: readonly Opinion[]): readonly Alignment[] => {
  const kept: Alignment[] = [];
  for (const { where } of opinions)
    for (const place of where)
      if (kept.length < mostPlaces && !kept.some((other) => agree(other, place))) kept.push(place);
  return kept.sort((a, b) => b.score - a.score);
};
