import type { Board, Curve } from '@sid/eval';

/** The curves that share one drawing: one metric over one axis. */
export interface CurveGroup {
  readonly axis: string;
  readonly metric: string;
  readonly curves: readonly Curve[];
  /** Every value of the axis: numbers ascending, or else as they come. */
  readonly places: readonly (number | string)[];
}

export const curveGroups = (board: Board): readonly CurveGroup[] => {
  const groups = new Map<string, Curve[]>();
  for (const curve of board.curves ?? []) {
    const key = JSON.stringify([curve.axis, curve.metric]);
    groups.set(key, [...(groups.get(key) ?? []), curve]);
  }
  return [...groups.values()].flatMap((curves) => {
    const [first] = curves;
    if (first === undefined) return [];
    const found = [...new Set(curves.flatMap((curve) => curve.points.map((point) => placeOf(point.x))))];
    const numeric = found.every((place) => typeof place === 'number');
    const places = numeric ? found.toSorted((a, b) => Number(a) - Number(b)) : found.map(String);
    return [{ axis: first.axis, metric: first.metric, curves, places }];
  });
};

/** A value of a sweep as a place on an axis. */
export const placeOf = (x: string | number | boolean): number | string =>
  typeof x === 'number' && Number.isFinite(x) ? x : String(x);
