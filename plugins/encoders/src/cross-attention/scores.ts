import type { Alignment, Found, Match } from '@sid/core';
import type { Candidate } from './candidates.ts';
import type { RescoringOptions } from './options.ts';

/** What the classifier says of a candidate: the window of the query that fits it best, and its probability. */
export interface Judged {
  readonly candidate: Candidate;
  readonly window: number;
  readonly probability: number;
}

type Scoring = Pick<RescoringOptions, 'threshold' | 'repeated' | 'rejected' | 'places'>;

const overlap = (a: { from: number; to: number }, b: { from: number; to: number }): number =>
  (Math.min(a.to, b.to) - Math.max(a.from, b.from)) / Math.max(1e-9, Math.min(a.to - a.from, b.to - b.from));

const placeOf = ({ candidate: { span }, window, probability }: Judged, { query }: Found): Alignment => {
  const { from = 0, to = 0, semitones } = query[window] ?? {};
  const shifted = semitones !== undefined || span.semitones !== undefined;
  return {
    query: { from, to },
    reference: { from: span.from, to: span.to },
    score: probability,
    ...(shifted ? { semitones: (span.semitones ?? 0) - (semitones ?? 0) } : {}),
  };
};

/** The best places, leaving out those that say nearly what a better one says. */
const placesOf = (accepted: readonly Judged[], found: Found, most: number): readonly Alignment[] => {
  const places: Alignment[] = [];
  for (const judged of [...accepted].sort((a, b) => b.probability - a.probability)) {
    if (places.length === most) break;
    const place = placeOf(judged, found);
    const known = places.some(
      (other) => overlap(other.query, place.query) > 0.5 && overlap(other.reference, place.reference) > 0.5,
    );
    if (!known) places.push(place);
  }
  return places;
};

/**
 * Bhattacharjee et al. 2025: a track's score is the sum over its candidates of the greatest probability, of those above
 * the threshold. Equal scores keep the matcher's order.
 */
export const scoresOf = (judged: readonly Judged[], found: Found, options: Scoring): readonly Match[] => {
  const { threshold, repeated, rejected, places } = options;
  const tracks = new Map<string, { accepted: Judged[]; score: number }>();
  for (const each of judged) {
    const { span, finders } = each.candidate;
    const track = tracks.get(span.track) ?? { accepted: [], score: 0 };
    tracks.set(span.track, track);
    if (each.probability <= threshold) continue;
    track.accepted.push(each);
    track.score += each.probability * (repeated ? finders.length : 1);
  }
  const order = new Map(found.matches.map(({ track }, i) => [track, i]));
  const place = (track: string): number => order.get(track) ?? order.size;
  return [...tracks]
    .filter(([, { accepted }]) => rejected === 'last' || accepted.length > 0)
    .map(([track, { accepted, score }]) => ({ track, score, where: placesOf(accepted, found, places) }))
    .sort((a, b) => b.score - a.score || place(a.track) - place(b.track) || (a.track < b.track ? -1 : 1));
};
