import { firstFrom, type QueryField } from './invariant-field.ts';
import { mayBeNear, nearTight, nearWide } from './invariant-nearness.ts';
import type { InvariantPeaks } from './invariant-peaks.ts';

/** A change of tempo and pitch with a place: `query time = queryAt + (reference time − referenceAt)/tempoRatio`. */
export interface Line {
  readonly queryAt: number;
  readonly referenceAt: number;
  readonly tempoRatio: number;
  readonly cents: number;
}

/** Bounds of a set of reference peaks, as positions in their list. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How far the tempo ratio of a vote may be off, as a standard deviation: what pulls a fit with few matches. */
const tempoDeviation = 0.03;
const timeDeviation = 14;

/**
 * Moves a line to where the matching peaks within the tolerances lie: least squares with weights that fall to 0 at the
 * tolerance, so that chance matches at the rim do not pull, and that are small where matches are cheap.
 *
 * @param toleranceMilliseconds - at most 80
 * @param toleranceCents - at most 50
 * @param rankLimit - reference peaks of this rank and above are not asked: a first look at the strongest costs half
 */
export const refitLine = (
  line: Line,
  reference: InvariantPeaks,
  { from, to }: Range,
  query: QueryField,
  toleranceMilliseconds: number,
  toleranceCents: number,
  rankLimit = 256,
): Line => {
  const { milliseconds, cents } = query.peaks;
  const slope = 1 / line.tempoRatio;
  let weights = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  let sumShift = 0;
  const bit = toleranceMilliseconds > 50 || toleranceCents > 30 ? nearWide : nearTight;
  for (let i = from; i < to; i++) {
    if ((reference.ranks[i] as number) >= rankLimit) continue;
    const x = (reference.milliseconds[i] as number) - line.referenceAt;
    const expected = line.queryAt + x * slope;
    const pitch = (reference.cents[i] as number) + line.cents;
    if (!mayBeNear(query.nearness, expected, pitch, bit)) continue;
    const lowest = pitch - toleranceCents;
    const highest = pitch + toleranceCents;
    for (let j = firstFrom(query, expected - toleranceMilliseconds); j < milliseconds.length; j++) {
      const y = (milliseconds[j] as number) - expected;
      if (y > toleranceMilliseconds) break;
      const other = cents[j] as number;
      if (other > highest || other < lowest) continue;
      const shift = other - pitch;
      const u = 1 - (y / toleranceMilliseconds) ** 2;
      const v = 1 - (shift / toleranceCents) ** 2;
      const weight = (u * u * v * v) / (query.densities[j] as number);
      weights += weight;
      sumX += weight * x;
      sumY += weight * y;
      sumXX += weight * x * x;
      sumXY += weight * x * y;
      sumShift += weight * shift;
    }
  }
  if (weights === 0) return line;
  const meanX = sumX / weights;
  const meanY = sumY / weights;
  const spread = sumXX / weights - meanX * meanX;
  const covariance = sumXY / weights - meanX * meanY;
  // Ridge towards the slope so far, as if it were known to ±3 %: counts like one match at distance 14/0.03 ms.
  const steeper = covariance / (spread + (timeDeviation / tempoDeviation) ** 2);
  return {
    referenceAt: line.referenceAt + meanX,
    queryAt: line.queryAt + meanX * slope + meanY,
    tempoRatio: 1 / (slope + steeper),
    cents: line.cents + sumShift / weights,
  };
};
