import type { Cell, Timing } from './cells.ts';

/** A stretch of a straight line between the two time axes: reference = offset + ratio · query. */
export interface Line {
  readonly ratio: number;
  readonly offset: number;
  /** Centres of the first and last query window on it. */
  readonly from: number;
  readonly to: number;
  /** Evidence along it. */
  readonly nats: number;
}

/** Tempo ratios from 0.7 to 1.45, two percent apart, the nearest to 1 first: of equals, the plainest wins. */
const ratios: readonly number[] = Array.from({ length: 37 }, (_, i) => 1.02 ** (i - 18)).sort(
  (a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)),
);
const slowest = 0.7;
const fastest = 1.45;
/** What a ratio at the end of the range has to make good, in nats: few samples are stretched as far. */
const stretchCost = 0.5;
/** What a window without evidence costs, in nats per window that does not overlap the one before. */
const gapCost = 0.5;
/** What a window must have to lengthen a line, in nats: music of a like kind has a little everywhere, on any line. */
const leastNats = 3;

/** Best stretch so far of one strip along a line. */
interface Strip {
  sum: number;
  start: number;
  last: number;
  gain: number;
}

/**
 * The stretch of a line with the most evidence: local alignment (Smith and Waterman 1981) along strips as wide as the
 * tolerance on either side, for every ratio. A window counts with what it has above `leastNats`;
 * windows with less cost, no more than those without any. Every query window counts once in a strip.
 *
 * @param cells - in the order of q
 */
export const bestLine = (cells: readonly Cell[], timing: Timing): Line | undefined => {
  let best: Line | undefined;
  for (const ratio of ratios) {
    const cost = (stretchCost * Math.abs(Math.log(ratio))) / Math.log(fastest);
    const found = along(cells, ratio, timing);
    if (found !== undefined && found.nats - cost > (best?.nats ?? Number.NEGATIVE_INFINITY)) {
      best = { ...found, nats: found.nats - cost };
    }
  }
  return best;
};

const along = (cells: readonly Cell[], ratio: number, timing: Timing): Line | undefined => {
  const { tolerance } = timing;
  const strips = new Map<number, Strip>();
  let best: Line | undefined;
  for (const cell of cells) {
    const place = Math.floor((cell.r - ratio * cell.q) / tolerance);
    // Strips are two tolerances wide and overlap by half: no line falls between two.
    for (let i = place - 1; i <= place; i++) {
      const strip = strips.get(i) ?? { sum: 0, start: cell.q, last: Number.NEGATIVE_INFINITY, gain: 0 };
      if (strip.last === Number.NEGATIVE_INFINITY) strips.set(i, strip);
      extend(strip, cell, timing);
      if (strip.sum > (best?.nats ?? Number.NEGATIVE_INFINITY)) {
        best = { ratio, offset: (i + 1) * tolerance, from: strip.start, to: cell.q, nats: strip.sum };
      }
    }
  }
  return best;
};

const extend = (strip: Strip, { q, nats }: Cell, { hop, share }: Timing): void => {
  const gain = Math.max(nats - leastNats, -gapCost) * share;
  if (q === strip.last) {
    if (gain <= strip.gain) return;
    strip.sum += gain - strip.gain;
    strip.gain = gain;
    return;
  }
  const missed = Math.max(0, (q - strip.last) / hop - 1);
  const before = strip.sum - gapCost * share * missed;
  if (before > 0) strip.sum = before + gain;
  else {
    strip.sum = gain;
    strip.start = q;
  }
  strip.last = q;
  strip.gain = gain;
};

/**
 * The same stretch with ratio and offset fitted to its cells by least squares, weighted by evidence, and its ends and
 * evidence found anew along the fitted line.
 */
export const refined = (line: Line, cells: readonly Cell[], timing: Timing): Line => {
  const near = cells.filter(
    ({ q, r }) => q >= line.from && q <= line.to && Math.abs(r - line.offset - line.ratio * q) <= 2 * timing.tolerance,
  );
  let [weight, meanQ, meanR] = [0, 0, 0];
  for (const { q, r, nats } of near) {
    weight += nats;
    meanQ += nats * q;
    meanR += nats * r;
  }
  if (weight === 0) return line;
  meanQ /= weight;
  meanR /= weight;
  let [square, product] = [0, 0];
  for (const { q, r, nats } of near) {
    square += nats * (q - meanQ) ** 2;
    product += nats * (q - meanQ) * (r - meanR);
  }
  // On a short stretch the slope of the cells is that of the grid they lie on.
  const slope = tellsTempo(line, timing) && square > 0 ? product / square : line.ratio;
  const ratio = Math.min(fastest, Math.max(slowest, slope));
  const offset = meanR - ratio * meanQ;
  const again = onLine(cells, ratio, offset, timing);
  return again !== undefined && again.nats >= line.nats ? again : { ...line, ratio, offset };
};

/** Whether there are windows on the line that share no sound: a sample that is shorter has its slope from the grid. */
export const tellsTempo = ({ from, to }: Line, { window }: Timing): boolean => to - from >= 2 * window;

/** The line at the same speed through one cell, with the cells on it whose windows touch its own. */
export const through = (cell: Cell, cells: readonly Cell[], timing: Timing): Line => {
  const near = cells.filter(({ q }) => Math.abs(q - cell.q) <= timing.window);
  const offset = cell.r - cell.q;
  const found = onLine(near, 1, offset, timing);
  return found !== undefined && cell.q >= found.from && cell.q <= found.to
    ? found
    : { ratio: 1, offset, from: cell.q, to: cell.q, nats: 0 };
};

/** The best stretch within the tolerance of one line. */
const onLine = (cells: readonly Cell[], ratio: number, offset: number, timing: Timing): Line | undefined => {
  const strip: Strip = { sum: 0, start: 0, last: Number.NEGATIVE_INFINITY, gain: 0 };
  let best: Line | undefined;
  for (const cell of cells) {
    if (Math.abs(cell.r - offset - ratio * cell.q) > timing.tolerance) continue;
    extend(strip, cell, timing);
    if (strip.sum > (best?.nats ?? 0)) best = { ratio, offset, from: strip.start, to: cell.q, nats: strip.sum };
  }
  return best;
};
