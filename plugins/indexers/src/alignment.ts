import { type Alignment, defineMatcher, type Match } from '@sid/core';
import * as z from 'zod';
import { backgroundOf } from './background.ts';
import { type Cell, cellsByTrack, type Group, type Timing } from './cells.ts';
import { bestLine, type Line, refined, tellsTempo } from './lines.ts';
import { overlap } from './pairs.ts';
import { byScore } from './ranked.ts';

/** Consistent diagonals between the time of the query and that of the reference. */
export const alignment = defineMatcher({
  name: 'alignment',
  summary: 'Evidence along straight lines in (query time, reference time), at tempo ratios from 0.7 to 1.45.',
  revision: 1,
  options: z.strictObject({ places: z.int().positive().default(10).describe('Places shown per track.') }),
  create: ({ places }) => ({
    scoreMeaning:
      'evidence E, in nats above chance, that windows of the two follow each other along a line: E / (E + 10), 0…1',
    rank(query, hits) {
      const matches: Match[] = [];
      for (const [track, groups] of cellsByTrack(query, hits, backgroundOf(hits))) {
        const found = linesOf(groups, places);
        if (found.length > 0) matches.push({ track, score: bounded(total(found)), where: found.map(placeOf) });
      }
      return matches.sort(byScore);
    },
  }),
});

/**
 * Karlin and Altschul's λ: what a nat of a window is worth along a line, since neighbours that overlap repeat it only in
 * part. Over lines of generated noise (hops of 1/8 to 1 window) the best of a track grows by 0.23 to 0.35 per ln n.
 */
const lambda = 3;

/** A line with what it took to find it by chance among as many cells. */
interface Found extends Line {
  /** Evidence less that of the best line of chance. */
  readonly net: number;
  readonly semitones: number | undefined;
  readonly tempo: number | undefined;
  readonly timing: Timing;
  /** Latest end of a reference window on it. */
  readonly end: number;
}

/**
 * The lines of one track, best first. The first is always there; others only where they are more than chance.
 * A local alignment among n independent cells reaches ln n by chance (Karlin and Altschul 1990), which is taken off:
 * a long reference has more cells, and gains nothing from them; nor does a query that was asked at several pitches.
 */
const linesOf = (groups: readonly Group[], places: number): readonly Found[] => {
  let left = groups;
  const chance = Math.log(1 + groups.reduce((sum, { cells, timing }) => sum + cells.length * timing.share, 0));
  const found: Found[] = [];
  // Some lines are found only to be dropped as the edge of a better one.
  for (let round = 0; round < 2 * places && found.length < places; round++) {
    const best = bestOf(left);
    if (best === undefined) break;
    const { line, group } = best;
    const { semitones, tempo, timing } = group;
    const net = lambda * line.nats - chance;
    if (net <= 0 && found.length > 0) break;
    const on = group.cells.filter((cell) => isOn(cell, line, timing.tolerance));
    const end = Math.max(...on.map(({ pair }) => pair.reference.to));
    const each = { ...line, net, semitones, tempo, timing, end };
    if (!found.some((other) => isEdge(each, other))) found.push(each);
    if (net <= 0) break;
    left = left.map((other) => ({
      ...other,
      cells: other.cells.filter((cell) => !isOn(cell, line, timing.window)),
    }));
  }
  return found.sort((a, b) => b.net - a.net);
};

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

const bounded = (nats: number): number => positive(nats) / (positive(nats) + 10);

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
