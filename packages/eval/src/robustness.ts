import type { Judged, Metric, Relation } from '@sid/core';
import type { Cell, Protocol } from './board.ts';
import { estimate } from './estimate.ts';
import { subset, valuesOf } from './scoring.ts';

/** Edges of the bins, in semitones. A bin holds its lower edge and not its upper one. */
const semitoneEdges: readonly number[] = [-12.5, -8.5, -6.5, -4.5, -2.5, -0.5, 0.5, 2.5, 4.5, 6.5, 8.5, 12.5];
const tempoEdges: readonly number[] = [0.5, 0.7, 0.85, 0.97, 1.03, 1.18, 1.4, 2];

type Bin = readonly [number, number];
interface Transformed {
  readonly semitones: number;
  readonly tempoRatio: number;
}

const transformed = ({ semitones, tempoRatio }: Relation): Transformed | undefined =>
  semitones === undefined || tempoRatio === undefined ? undefined : { semitones, tempoRatio };

const binsOf = (edges: readonly number[]): readonly Bin[] =>
  edges.slice(1).map((edge, index) => [edges[index] ?? Number.NaN, edge]);

const inside = (value: number, [low, high]: Bin): boolean =>
  low === high ? value === low : value >= low && value < high;

const distinct = (values: readonly number[]): readonly Bin[] =>
  [...new Set(values)].sort((a, b) => a - b).map((value) => [value, value]);

/** The bins of both axes: exact values where a data set was made on a grid, i.e. has two relations per point or more. */
const axes = (all: readonly Transformed[]): { readonly semitones: readonly Bin[]; readonly tempo: readonly Bin[] } => {
  const semitones = distinct(all.map((each) => each.semitones));
  const tempo = distinct(all.map((each) => each.tempoRatio));
  const points = new Set(all.map((each) => `${each.semitones} ${each.tempoRatio}`));
  return points.size > 1 && points.size * 2 <= all.length && semitones.length <= 13 && tempo.length <= 13
    ? { semitones, tempo }
    : { semitones: binsOf(semitoneEdges), tempo: binsOf(tempoEdges) };
};

/** `metric` over transposition and tempo, cells with queries only; undefined where these are not annotated. */
export const robustnessOf = (
  metric: Metric,
  queries: readonly Judged[],
  protocol: Protocol,
): readonly Cell[] | undefined => {
  const all = queries.flatMap(({ relations }) => relations.flatMap((relation) => transformed(relation) ?? []));
  if (all.length === 0) return undefined;
  const { semitones, tempo } = axes(all);
  return semitones.flatMap((pitchBin) =>
    tempo.flatMap((tempoBin) => {
      const cell = subset(queries, (relation) => {
        const change = transformed(relation);
        return change !== undefined && inside(change.semitones, pitchBin) && inside(change.tempoRatio, tempoBin);
      });
      const value = estimate(valuesOf(metric, cell), metric.aggregate ?? 'mean', protocol);
      return value === undefined ? [] : [{ semitones: pitchBin, tempoRatio: tempoBin, estimate: value }];
    }),
  );
};
