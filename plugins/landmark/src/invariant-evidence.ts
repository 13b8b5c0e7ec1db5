import { firstFrom, type QueryField } from './invariant-field.ts';
import type { Line, Range } from './invariant-line.ts';
import { mayBeNear, nearTight } from './invariant-nearness.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';

/** A stretch of reference peaks that a line explains, and the evidence for it. */
export interface Stretch extends Range {
  /** log₂ of how much likelier the query's peaks are if this stretch is heard in it than if they are there by chance. */
  readonly bits: number;
}

const timeDeviation = 11;
const pitchDeviation = 9;
/** A fifth of the matches is this many times less exact. */
const looseFactor = 2.5;
const looseShare = 0.2;
const reach = 3 * timeDeviation;
const reachCents = 3 * pitchDeviation;
const norm = 1 / (2 * Math.PI * timeDeviation * pitchDeviation);
/** No single match may be worth more than 2⁷: model errors show in the tails first. */
const mostLikelihood = 128;

/** How likely the strongest peaks of a sample are heard at all: a buried sample and a prominent one. */
const audibilities = [0.2, 0.5] as const;

/** α by rank of the reference peak: weak peaks of a sample are masked first. */
const heardByRank = audibilities.map((audibility) =>
  Float64Array.from({ length: 256 }, (_, rank) => audibility * Math.max(0.3, 1 - rank / 40)),
);
/** What a peak that is not heard takes away. */
const missByRank = heardByRank.map((heard) => heard.map((share) => Math.log2(1 - share)));

/**
 * Peaks of one attack, so many milliseconds long, are heard together or not at all, and any other attack has peaks at
 * most of its pitches: they are not worth the sum of what each would be worth alone, and together never more than this.
 */
const attackMilliseconds = 30;
const mostAttackBits = 6;

const attackBits = (sum: number): number => (sum > 0 ? mostAttackBits * Math.tanh(sum / mostAttackBits) : sum);

/**
 * The contiguous stretch with the greatest evidence. Each reference peak contributes log₂(1 − α + α·Σg/λ): with
 * probability α it is heard, and its peak lies around the line as g says; λ is what chance puts there. The sum along
 * time, with its best stretch, is a local alignment (Karlin and Altschul's maximal segment).
 */
export const bestStretch = (
  line: Line,
  reference: InvariantPeaks,
  range: Range,
  query: QueryField,
  pitchRangeCents: number,
): Stretch => {
  const likelihoods = likelihoodsAlong(line, reference, range, query, pitchRangeCents);
  let best: Stretch = { from: range.from, to: range.from, bits: 0 };
  for (const [a, heard] of heardByRank.entries()) {
    const missed = missByRank[a] as Float64Array;
    let sum = 0;
    let start = range.from;
    for (let i = range.from; i < range.to; ) {
      const end = (reference.milliseconds[i] as number) + attackMilliseconds;
      let attack = 0;
      for (; i < range.to && (reference.milliseconds[i] as number) < end; i++) {
        const likelihood = likelihoods[i - range.from] as number;
        const rank = reference.ranks[i] as number;
        // What the query cannot show speaks neither for nor against a stretch, and does not begin one.
        if (likelihood === 0) attack += missed[rank] as number;
        else if (likelihood > 0) attack += Math.log2(1 + (heard[rank] as number) * (likelihood - 1));
      }
      sum += attackBits(attack);
      if (sum <= 0) {
        sum = 0;
        start = i;
      } else if (sum > best.bits) best = { from: start, to: i, bits: sum };
    }
  }
  return best;
};

/** Σg/λ for each reference peak of the range; −1 for those that the query is too short or too narrow to show. */
const likelihoodsAlong = (
  line: Line,
  reference: InvariantPeaks,
  { from, to }: Range,
  query: QueryField,
  pitchRangeCents: number,
): Float32Array => {
  const { milliseconds, cents } = query.peaks;
  const { densities } = query;
  const likelihoods = new Float32Array(to - from);
  const slope = 1 / line.tempoRatio;
  for (let i = from; i < to; i++) {
    const expected = line.queryAt + ((reference.milliseconds[i] as number) - line.referenceAt) * slope;
    const pitch = (reference.cents[i] as number) + line.cents;
    if (pitch < 0 || pitch > pitchRangeCents || expected < 0 || expected > query.durationMilliseconds) {
      likelihoods[i - from] = -1;
      continue;
    }
    if (!mayBeNear(query.nearness, expected, pitch, nearTight)) continue;
    const lowest = pitch - reachCents;
    const highest = pitch + reachCents;
    let likelihood = 0;
    for (let j = firstFrom(query, expected - reach); j < milliseconds.length; j++) {
      const y = (milliseconds[j] as number) - expected;
      if (y > reach) break;
      const other = cents[j] as number;
      if (other > highest || other < lowest) continue;
      likelihood += bell(y / timeDeviation, (other - pitch) / pitchDeviation) / (densities[j] as number);
    }
    likelihoods[i - from] = Math.min(likelihood, mostLikelihood);
  }
  return likelihoods;
};

const bell = (x: number, y: number): number => {
  const square = -(x * x + y * y) / 2;
  return (
    norm * ((1 - looseShare) * Math.exp(square) + (looseShare / looseFactor ** 2) * Math.exp(square / looseFactor ** 2))
  );
};
