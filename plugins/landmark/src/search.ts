import type { Alignment, Match } from '@sid/core';
import { type Change, changesOf } from './changes.ts';
import { type HitSums, prepareSums, sumUp } from './hit-sums.ts';
import type { Library } from './library.ts';
import { findPiles, type HitOptions, type Pile, weightsOf } from './offsets.ts';
import type { LandmarkOptions } from './options.ts';
import type { FinePeaks } from './peak-list.ts';
import { locate, type Place, secondsOf } from './places.ts';
import { inStretches, readPostings } from './postings.ts';
import { type QueryHashes, queryHashes } from './query-hashes.ts';
import { boundedScore, chanceLevels, combinedWeight } from './score.ts';
import { createOffsetAxis, type OffsetAxis } from './timeline.ts';

/** So many tracks get the extent of their places measured, which means a second look at all hits. */
const measuredTracks = 10;

/** In a library of minutes no hash is common. */
const leastCommon = 30;

/** The best that was found of one track, all under one change. */
interface Candidate {
  readonly track: number;
  /** Position in the list of changes. */
  readonly change: number;
  readonly piles: readonly Pile[];
  readonly weight: number;
  /** What the track would weigh by chance. */
  readonly chance: number;
}

/** A question as it is put to the library. */
interface Question {
  readonly changes: readonly Change[];
  readonly asked: readonly QueryHashes[];
  readonly axis: OffsetAxis;
  readonly sums: HitSums;
  readonly hits: HitOptions;
}

/** @param analyses - of the query, each a fraction of a hop after the one before */
export const search = (
  library: Library,
  analyses: readonly FinePeaks[],
  options: LandmarkOptions,
  limit: number,
): readonly Match[] => {
  const changes = changesOf(options);
  const asked = queryHashes(analyses, changes, options);
  const frames = 1 + asked.reduce((most, { frames }) => Math.max(most, greatest(frames)), -1);
  if (frames === 0 || library.tracks.length === 0 || limit < 1) return [];
  const axis = createOffsetAxis(library.timeline, frames);
  const hits = { commonest: Math.max(leastCommon, options.commonPerHour * library.hours), rarity: options.rarity };
  prepareSums(library.sums, axis.cells, axis.shifts, weightsOf(hits));
  const question = { changes, asked, axis, sums: library.sums, hits };
  const ranked = candidates(library, question, options)
    .filter((candidate) => scoreOf(candidate) >= options.minimumScore)
    .sort((a, b) => scoreOf(b) - scoreOf(a) || a.track - b.track)
    .slice(0, limit);
  const places = measure(library, question, ranked.slice(0, measuredTracks));
  return ranked.map((candidate) => toMatch(candidate, library, question, places, options.fftSize));
};

const greatest = (values: Uint32Array): number => {
  let most = -1;
  for (let i = 0; i < values.length; i++) if ((values[i] as number) > most) most = values[i] as number;
  return most;
};

const scoreOf = ({ weight, chance }: Candidate): number => boundedScore(weight / chance);

const candidates = ({ tracks, index }: Library, question: Question, options: LandmarkOptions): Candidate[] => {
  const { asked, axis, sums } = question;
  const best: Best[] = tracks.map(() => undefined);
  const tops = asked.map(() => new Float32Array(tracks.length));
  for (const lookup of inStretches(index, asked, question.hits.commonest)) {
    const { room, parts } = readPostings(sums, index, lookup);
    for (const [n, part] of parts.entries()) {
      const change = lookup.from + n;
      const counts = change === 0 ? 1 : options.changedWeight;
      let track = 0;
      sumUp(sums, room, part, (end) => {
        for (; track < tracks.length && (axis.starts[track + 1] as number) <= end; track++)
          weigh(axis, sums, track, change, counts, options.places, tops[change] as Float32Array, best);
        return track < tracks.length ? (axis.starts[track] as number) : end;
      });
    }
  }
  const levels = chanceLevels(tops, asked[0]?.hashes.length ?? 0);
  return best.flatMap((one) => (one === undefined ? [] : [{ ...one, chance: levels[one.track] ?? 1 }]));
};

type Best = Omit<Candidate, 'chance'> | undefined;

/** Keeps of a track what is better than its best so far, and notes its heaviest offset. */
const weigh = (
  { starts }: OffsetAxis,
  sums: HitSums,
  track: number,
  change: number,
  counts: number,
  places: number,
  tops: Float32Array,
  best: Best[],
): void => {
  const piles = findPiles(sums, starts[track] as number, starts[track + 1] as number, places);
  tops[track] = piles[0]?.weight ?? 0;
  const weight = counts * combinedWeight(piles.map((pile) => pile.weight));
  if (weight > (best[track]?.weight ?? 0)) best[track] = { track, change, piles, weight };
};

/** The places of all piles of some candidates. */
const measure = (
  { timeline, index }: Library,
  { changes, asked, axis, sums, hits }: Question,
  some: readonly Candidate[],
): ReadonlyMap<Pile, Place> => {
  const places = new Map<Pile, Place>();
  for (const [change, query] of asked.entries()) {
    const piles = some.filter((candidate) => candidate.change === change).flatMap((candidate) => candidate.piles);
    if (piles.length === 0) continue;
    const ratio = changes[change]?.tempoRatio ?? 1;
    for (const [n, place] of locate(piles, sums.cells, axis, timeline, index, query, ratio, hits).entries()) {
      const pile = piles[n];
      if (pile !== undefined) places.set(pile, place);
    }
  }
  return places;
};

const toMatch = (
  candidate: Candidate,
  { tracks }: Library,
  { changes, axis }: Question,
  places: ReadonlyMap<Pile, Place>,
  fftSize: number,
): Match => {
  const { track, change, piles, weight, chance } = candidate;
  const { id, durationSeconds } = tracks[track] ?? { id: '', durationSeconds: 0 };
  const { semitones, tempoRatio } = changes[change] ?? { semitones: 0, tempoRatio: 1 };
  const counts = weight / combinedWeight(piles.map((pile) => pile.weight));
  const where = piles.map((pile): Alignment => {
    const place = places.get(pile) ?? {
      query: { from: 0, to: axis.queryFrames / tempoRatio },
      offset: pile.cell - axis.zero(track),
    };
    const spans = secondsOf(place, tempoRatio, durationSeconds, fftSize);
    return { ...spans, score: boundedScore((counts * pile.weight) / chance), semitones, tempoRatio };
  });
  return { track: id, score: scoreOf(candidate), where };
};
