import type { Interval, Relation } from '@sid/core';
import type { QueryRecipe } from '../producer/recipe.ts';
import type { Change } from './change.ts';

const rounded = (seconds: number): number => Math.round(seconds * 1e5) / 1e5;

/** Sorted, without doubles, and with touching or overlapping intervals as one. */
const merged = (intervals: readonly Required<Interval>[]): Required<Interval>[] => {
  const out: Required<Interval>[] = [];
  for (const interval of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && interval.from < last.to - 1e-6)
      out[out.length - 1] = { from: last.from, to: Math.max(last.to, interval.to) };
    else out.push(interval);
  }
  return out;
};

/** The ground truth of a query: it follows from the recipe alone. */
export const truthOf = (
  id: string,
  query: string,
  reference: string,
  recipe: QueryRecipe,
  change: Change,
): Relation => {
  const { sample } = recipe;
  const inQuery = sample.slices.map(({ at, from, to }) => ({
    from: rounded(at),
    to: rounded(Math.min(recipe.seconds, at + (to - from) / change.tempoRatio)),
  }));
  const inReference = sample.slices.map(({ from, to }) => ({
    from: rounded(sample.from + from),
    to: rounded(sample.from + to),
  }));
  return {
    id,
    query,
    reference,
    inQuery,
    inReference: merged(inReference),
    semitones: Math.round(change.semitones * 1e4) / 1e4,
    tempoRatio: change.tempoRatio,
    ...(sample.levelDb === undefined ? {} : { levelDb: sample.levelDb }),
    class: change.class,
  };
};
