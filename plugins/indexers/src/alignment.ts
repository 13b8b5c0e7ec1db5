import { type Alignment, defineMatcher, type Match } from '@sid/core';
import * as z from 'zod';
import { backgroundOf } from './background.ts';
import { type Cell, cellsByTrack, type Group, type Timing } from './cells.ts';
import { bestLine, type Line, refined, tellsTempo, through } from './lines.ts';
import { overlap } from './pairs.ts';
import { byScore } from './ranked.ts';

/** Consistent diagonals between the time of the query and that of the reference. */
export const alignment = defineMatcher({
  name: 'alignment',
  summary:
    'Evidence of the best windows along straight lines in (query time, reference time), at tempo ratios from 0.7 to 1.45.',
  revision: 2,
  options: z.strictObject({ places: z.int().positive().default(10).describe('Places shown per track.') }),
  create: ({ places }) => ({
    scoreMeaning:
      'evidence E, in nats above chance, that windows of the two are alike, and follow each other along a line: E / (E + 6), 0…1',
    rank(query, hits) {
      const matches: Match[] = [];
      const tracks = cellsByTrack(query, hits, backgroundOf(hits));
      const chances = chancesOf(tracks);
      for (const [track, groups] of tracks) {
        const found = linesOf(groups, places, chances.get(track) ?? 0);
        if (found.length > 0) matches.push({ track, score: bounded(total(found)), where: found.map(placeOf) });
      }
      return matches.sort(byScore);
    },
  }),
});

/** What the next window on a line adds to the strongest, and each further one to the one before. */
const second = 0.5;
const further = 0.8;
/** What such a window must have, in nats: neighbours overlap, and repeat what the strongest says. */
const leastMore = 4;

/** A line with its evidence and where it was found. */
interface Found extends Line {
  /** Evidence less that of chance. */
  readonly net: number;
  readonly semitones: number | undefined;
  readonly tempo: number | undefined;
  readonly timing: Timing;
  /** Latest end of a reference window on it. */
  readonly end: number;
}

/**
 * The evidence of a line: that of its strongest window, and ever less of the others, each query window once. So no
 * number of mediocre windows outdoes one that is strong, and a track never counts for less than its best pair.
 */
const evidenceOf = (cells: readonly Cell[]): number => {
  const best = new Map<number, number>();
  for (const { q, nats } of cells) best.set(q, Math.max(nats, best.get(q) ?? nats));
  const [strongest = 0, ...others] = [...best.values()].sort((a, b) => b - a);
  return others.reduce((sum, nats, i) => sum + second * further ** i * Math.max(0, nats - leastMore), strongest);
};

const foundOn = (line: Line, { cells, semitones, tempo, timing }: Group, chance: number): Found => {
  const on = cells.filter((cell) => isOn(cell, line, timing.tolerance));
  const end = Math.max(...on.map(({ pair }) => pair.reference.to));
  return { ...line, net: evidenceOf(on) - chance, semitones, tempo, timing, end };
};

/** The lines of one track, best first. The first is always there; others only where they are more than chance. */
const linesOf = (groups: readonly Group[], places: number, chance: number): readonly Found[] => {
  let left = groups;
  let found: Found[] = [];
  // Some lines are found only to be dropped as the edge of a better one.
  for (let round = 0; round < 2 * places && found.length < places; round++) {
    const best = bestOf(left);
    if (best === undefined) break;
    const { line, group } = best;
    const each = foundOn(line, group, chance);
    if (each.net <= 0 && found.length > 0) break;
    if (!found.some((other) => isEdge(each, other))) found.push(each);
    if (each.net <= 0) break;
    left = left.map((other) => ({
      ...other,
      cells: other.cells.filter((cell) => !isOn(cell, line, other.timing.window)),
    }));
  }
  const strongest = lineOfStrongest(groups, chance);
  if (strongest !== undefined && found.every(({ net }) => net < strongest.net)) {
    found = [...found.filter((other) => !isEdge(other, strongest)), strongest];
  }
  return found.sort((a, b) => b.net - a.net).slice(0, places);
};

/** The line through the strongest pair of windows: it may lie off those with the greatest sums. */
const lineOfStrongest = (groups: readonly Group[], chance: number): Found | undefined => {
  let best: { readonly cell: Cell; readonly group: Group } | undefined;
  for (const group of groups) {
    for (const cell of group.cells) if (cell.nats > (best?.cell.nats ?? 0)) best = { cell, group };
  }
  if (best === undefined) return undefined;
  return foundOn(through(best.cell, best.group.cells, best.group.timing), best.group, chance);
};

/** How much of chance a track pays for its own hits: one that was sampled has more of them than others. */
const ownShare = 0.2;

/**
 * What the best of as many hits as each track of the list has (`ownShare`), or all of them together, reaches by chance:
 * of n independent values with an exponential tail it is ln n.
 */
const chancesOf = (tracks: ReadonlyMap<string, readonly Group[]>): ReadonlyMap<string, number> => {
  const counts = new Map([...tracks].map(([track, groups]) => [track, independentHits(groups)]));
  const all = Math.log(1 + [...counts.values()].reduce((sum, count) => sum + count, 0));
  return new Map([...counts].map(([track, count]) => [track, all + ownShare * (Math.log(1 + count) - all)]));
};

/** Hits of windows that overlap count in part. */
const independentHits = (groups: readonly Group[]): number =>
  groups.reduce((sum, { cells, timing }) => sum + cells.length * timing.share, 0);

const bestOf = (groups: readonly Group[]): { readonly line: Line; readonly group: Group } | undefined => {
  let best: { readonly line: Line; readonly group: Group } | undefined;
  for (const group of groups) {
    const line = bestLine(group.cells, group.timing);
    if (line === undefined || line.nats <= (best?.line.nats ?? Number.NEGATIVE_INFINITY)) continue;
    best = { line: refined(line, group.cells, group.timing), group };
  }
  return best;
};

const isOn = ({ q, r }: Cell, line: Line, within: number): boolean =>
  q >= line.from && q <= line.to && Math.abs(r - line.offset - line.ratio * q) <= within;

const isEdge = (line: Found, other: Found): boolean => {
  const [a, b] = [placeOf(line), placeOf(other)];
  return overlap(a.query, b.query) > 0.5 && overlap(a.reference, b.reference) > 0.5;
};

/** ln(1 + eˣ): nothing below chance is worth much, and yet no two tracks are equal for it. */
const positive = (x: number): number => (x > 30 ? x : Math.log1p(Math.exp(x)));

/** Evidence of a score of 0.5. */
const halfway = 6;

const bounded = (nats: number): number => positive(nats) / (positive(nats) + halfway);

/**
 * The best line, and half of the next one, a quarter of the third…: a loop that is heard forty times is hardly more
 * certain than one heard three times. Lines over the same part of the query are one piece of evidence.
 */
const total = (lines: readonly Found[]): number => {
  const counted: Found[] = [];
  const stretchOf = ({ from, to, timing: { hop } }: Found) => ({ from: from - hop / 2, to: to + hop / 2 });
  let sum = 0;
  for (const line of lines) {
    if (counted.some((other) => overlap(stretchOf(line), stretchOf(other)) > 0.25)) continue;
    sum += line.net / 2 ** counted.length;
    counted.push(line);
    if (line.net <= 0) break;
  }
  return sum;
};

/** A long line tells its tempo; a short one that of the query which answered, if several were asked. */
const tempoRatioOf = (line: Found): number | undefined => {
  if (tellsTempo(line, line.timing)) return line.ratio;
  return line.tempo === undefined ? undefined : 1 / line.tempo;
};

/** From the start of the first window to the end of the last, both sides on the line, within the reference. */
const placeOf = (line: Found): Alignment => {
  const { ratio, offset, semitones, timing } = line;
  const tempoRatio = tempoRatioOf(line);
  const at = (q: number): number => offset + ratio * q;
  const half = timing.window / 2;
  const first = Math.max(line.from - half, 0, -offset / ratio);
  const last = Math.min(line.to + half, timing.end, (line.end - offset) / ratio);
  const [from, to] = first < last ? [first, last] : [line.from, line.to];
  return {
    query: { from, to },
    reference: { from: Math.max(0, at(from)), to: Math.max(0, at(to)) },
    score: bounded(line.net),
    ...(semitones === undefined ? {} : { semitones }),
    ...(tempoRatio === undefined ? {} : { tempoRatio }),
  };
};
