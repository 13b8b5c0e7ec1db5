import { SidError } from '@sid/core';
import { type GentleStage, gentleStage } from './gentle-stage.ts';
import { lowPass } from './kaiser.ts';
import { type SharpStage, sharpStage } from './sharp-stage.ts';

/** How to convert between two rates: the sharp stage always, then the gentle one unless the ratio is a power of two. */
export interface ResamplePlan {
  readonly sharp: SharpStage;
  readonly gentle: GentleStage | undefined;
}

/** Both filters are designed for this; the stated 80 dB leave room for their sum and for rounding. */
const attenuationDb = 96;
/** End of the pass band; the stop band begins at 1. In units of the lower Nyquist frequency. */
const passBand = 0.9;
/** Rate between the stages, at least, in the same unit: room for the transition of the gentle filter. */
const leastMiddle = 2.5;

const plans = new Map<string, ResamplePlan>();

/** Tables for one pair of rates, made once. */
export const resamplePlan = (from: number, to: number): ResamplePlan => {
  for (const rate of [from, to])
    if (!Number.isInteger(rate) || rate < 1000 || rate > 768_000)
      throw new SidError(
        'SID_METHOD_FAILED',
        `Audio was to be converted from ${from} Hz to ${to} Hz. Rates are whole numbers from 1000 to 768000.`,
      );
  const key = `${from}:${to}`;
  const known = plans.get(key);
  if (known !== undefined) return known;
  const plan = makePlan(from, to);
  plans.set(key, plan);
  return plan;
};

const makePlan = (from: number, to: number): ResamplePlan => {
  const nyquist = Math.min(from, to) / 2;
  const direct = Number.isInteger(Math.log2(from / to));
  const decimation = direct ? from / to : 2 ** Math.floor(Math.log2(from / (leastMiddle * nyquist)));
  const middle = from / decimation;
  const sharp = sharpStage(lowPass((passBand * nyquist) / from, nyquist / from, attenuationDb), decimation);
  if (direct) return { sharp, gentle: undefined };
  // Where the sharp filter ends, the first image of the middle rate begins mirrored.
  const filter = lowPass((passBand * nyquist) / middle, (middle - nyquist) / middle, attenuationDb);
  const [step, phases] = fraction(from, to, decimation);
  return { sharp, gentle: gentleStage(filter, step, phases, sharp.blockOut) };
};

/** (from / decimation) / to in lowest terms. */
const fraction = (from: number, to: number, decimation: number): [number, number] => {
  const above = from * Math.max(1, 1 / decimation);
  const below = to * Math.max(1, decimation);
  const divisor = greatestCommonDivisor(above, below);
  return [above / divisor, below / divisor];
};

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
