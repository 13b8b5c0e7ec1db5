import type { Board, BoardMethod, Estimate } from '@sid/eval';
import { primaryMetric } from './order.ts';
import { isDrawable } from './svg.ts';

/** One class of queries: the primary metric per method, in the order of `methods`. */
export interface ClassRow {
  readonly name: string;
  /** Queries in the class; the largest count where methods differ. */
  readonly queries: number;
  readonly estimates: readonly (Estimate | undefined)[];
}

/** Classes in the order in which the methods name them; a class in which no method has a figure stays, with none. */
export const classRows = (board: Board, methods: readonly BoardMethod[]): readonly ClassRow[] => {
  const metric = primaryMetric(board);
  const names = [...new Set(methods.flatMap((method) => Object.keys(method.classes ?? {})))];
  return names.map((name) => {
    const estimates = methods.map((method) => {
      const estimate = method.classes?.[name]?.[metric];
      return isDrawable(estimate) ? estimate : undefined;
    });
    return { name, queries: Math.max(0, ...estimates.map((estimate) => estimate?.n ?? 0)), estimates };
  });
};
