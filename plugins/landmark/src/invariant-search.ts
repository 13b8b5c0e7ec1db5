import type { Alignment, Match } from '@sid/core';
import { type Aligned, align, lowerBound } from './invariant-align.ts';
import { strongest } from './invariant-catalogue.ts';
import { createQueryField } from './invariant-field.ts';
import type { InvariantLibrary, InvariantTrack, PairIndex } from './invariant-library.ts';
import type { Line } from './invariant-line.ts';
import { pitchRangeCents } from './invariant-listen.ts';
import type { InvariantOptions } from './invariant-options.ts';
import { eachPair } from './invariant-pairs.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';
import { placesOf, trackBits } from './invariant-places.ts';
import { priorBits } from './invariant-prior.ts';
import { suggestedLines } from './invariant-suggested.ts';
import { eachTriplet } from './invariant-triplets.ts';
import type { Candidate, VoteSpec } from './invariant-vote-space.ts';
import { findCandidates, type Voters } from './invariant-votes.ts';

const voteSpec: VoteSpec = {
  windowMilliseconds: 4000,
  placeCell: 120,
  centsCell: 50,
  tempoCell: 0.04,
  leastInCell: 0.7,
  perWindow: 80,
};

const pairVoteSpec: VoteSpec = { ...voteSpec, leastInCell: 0.3, perWindow: 100 };
/** Where the tempo is known, places are too. */
const tempoPlaceCell = 60;

/** Places of a track begin up to so much before it: a window of the query can lie before the sample. */
const leadMilliseconds = 15_000;

/** @param suggested - places that others found, to be compared, too */
export const searchInvariantly = (
  library: InvariantLibrary,
  query: InvariantPeaks,
  durationSeconds: number,
  options: InvariantOptions,
  limit: number,
  suggested: readonly Match[] = [],
): readonly Match[] => {
  const { catalogue, tracks } = library;
  const field = createQueryField(query, durationSeconds, pitchRangeCents);
  const found = new Map<number, Aligned[]>();
  const compare = (track: number, line: Line): void => {
    const reference = tracks[track];
    if (reference === undefined) return;
    const aligned = withPrior(align(line, reference.peaks, field, pitchRangeCents), reference.peaks, options);
    if (aligned.bits <= 0 || aligned.bits < options.minimumBits || !within(aligned.line, options)) return;
    const list = found.get(track);
    if (list === undefined) found.set(track, [aligned]);
    else list.push(aligned);
  };
  for (const candidate of candidatesOf(library, query, options)) {
    const track = Math.max(0, lowerBound(catalogue.starts, candidate.place + leadMilliseconds) - 1);
    compare(track, {
      queryAt: candidate.queryMilliseconds,
      referenceAt: candidate.place - (catalogue.starts[track] as number),
      tempoRatio: candidate.tempoRatio,
      cents: candidate.cents,
    });
  }
  for (const { track, line } of suggestedLines(suggested, tracks)) compare(track, line);
  return [...found]
    .map(([track, aligned]) => matchOf(tracks[track] as InvariantTrack, aligned, durationSeconds, options.places))
    .sort((a, b) => b.score - a.score || (a.track < b.track ? -1 : 1))
    .slice(0, limit);
};

/** What triplets and pairs vote for. */
const candidatesOf = (
  library: InvariantLibrary,
  query: InvariantPeaks,
  options: InvariantOptions,
): readonly Candidate[] => {
  const tolerance = { cents: options.semitones * 100, slowest: options.slowest, fastest: options.fastest };
  const chosen = strongest(query, options.queryHashRank);
  return [
    ...mostVoted(findCandidates(chosen, triplets(library, options), tolerance, voteSpec), options.candidates),
    ...library.pairs.flatMap((index) => {
      const spec = index.hash.free === 'pitch' ? { ...pairVoteSpec, placeCell: tempoPlaceCell } : pairVoteSpec;
      return mostVoted(findCandidates(chosen, pairs(index, options), tolerance, spec), options.pairCandidates);
    }),
  ];
};

const triplets = ({ catalogue, hash, reachCents }: InvariantLibrary, options: InvariantOptions): Voters => ({
  free: 'both',
  buckets: catalogue.buckets,
  // About six times the mean at the default options.
  busyShare: 3e-5,
  leastBusy: 24,
  each: (query, near, use) => {
    const { milliseconds, cents } = query;
    const spanMilliseconds = (options.spanSeconds * 1000) / options.slowest;
    eachTriplet(query, { spanMilliseconds, reachCents, partners: options.queryPartners }, (a, b, c) => {
      const time = milliseconds[a] as number;
      const pitch = cents[a] as number;
      const gap = (milliseconds[b] as number) - time;
      const length = (milliseconds[c] as number) - time;
      use(a, c, hash.near((cents[b] as number) - pitch, (cents[c] as number) - pitch, gap, length, near));
    });
  },
});

const pairs = ({ spec, hash, buckets }: PairIndex, options: InvariantOptions): Voters => ({
  free: hash.free,
  buckets,
  busyShare: options.commonPairs,
  leastBusy: 50,
  each: (query, near, use) => {
    const { milliseconds, cents } = query;
    const stretched = hash.free === 'pitch' ? spec.spanMilliseconds : (options.spanSeconds * 1000) / options.slowest;
    eachPair(query, { ...spec, partners: options.queryPartners, spanMilliseconds: stretched }, (a, b) => {
      const pitch = cents[a] as number;
      const gap = (milliseconds[b] as number) - (milliseconds[a] as number);
      use(a, b, hash.near(pitch, (cents[b] as number) - pitch, gap, near));
    });
  },
});

const withPrior = (aligned: Aligned, { milliseconds }: InvariantPeaks, options: InvariantOptions): Aligned => {
  const { line, from, to, bits } = aligned;
  if (to <= from) return aligned;
  const length = ((milliseconds[to - 1] as number) - (milliseconds[from] as number)) / line.tempoRatio;
  return { ...aligned, bits: bits + priorBits(line, length, options) };
};

/** A fit may drift a little out of what was asked for; what drifts further follows a coincidence. */
const within = ({ cents, tempoRatio }: Line, { semitones, slowest, fastest }: InvariantOptions): boolean =>
  Math.abs(cents) <= 100 * semitones + 50 && tempoRatio >= slowest * 0.97 && tempoRatio <= fastest * 1.03;

const mostVoted = (candidates: readonly Candidate[], limit: number): readonly Candidate[] =>
  [...candidates].sort((a, b) => b.votes - a.votes).slice(0, limit);

/** Bits at which a score is ½: chance reaches them about once in a hundred queries. */
const halfBits = 30;

/** 0 without evidence, towards 1 with ever more. */
const scoreOfBits = (bits: number): number => bits / (bits + halfBits);

const matchOf = (track: InvariantTrack, aligned: readonly Aligned[], querySeconds: number, most: number): Match => {
  const places = placesOf(track.peaks, aligned, most);
  const where = places.map(({ reference, line, bits }): Alignment => {
    const queryTime = (time: number): number =>
      clamp((line.queryAt + (time - line.referenceAt) / line.tempoRatio) / 1000, querySeconds);
    const span = {
      from: clamp(reference.from / 1000, track.durationSeconds),
      to: clamp(reference.to / 1000, track.durationSeconds),
    };
    return {
      query: { from: queryTime(reference.from), to: queryTime(reference.to) },
      reference: span,
      score: scoreOfBits(bits),
      semitones: Math.round(line.cents) / 100,
      tempoRatio: Math.round(line.tempoRatio * 10_000) / 10_000,
    };
  });
  return { track: track.id, score: scoreOfBits(trackBits(places)), where };
};

const clamp = (seconds: number, end: number): number => Math.max(0, Math.min(end, seconds));
