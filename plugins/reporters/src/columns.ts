import type { Board, BoardMethod, Estimate, PairedTest } from '@sid/eval';
import { fixed, isUsable, nothing, pEquals, signed, significant } from './format.ts';
import { digitsOf, metricText } from './metric-names.ts';
import { primaryMetric, rankedMethods } from './order.ts';

/** One figure of one method. */
export interface LeaderboardCell {
  /** As printed, e.g. `0.468 ± 0.110`. */
  readonly text: string;
  /** `text` without its interval, where it has one. */
  readonly value?: string;
  /** Best of its column, or printed like the best. Never set where only one method has a figure. */
  readonly best: boolean;
  /** Against the baseline, Holm-corrected p < 0.05: `▲` better, `▼` worse. */
  readonly mark?: '▲' | '▼';
  /** A sentence behind the figure: the test against the baseline, the interval. */
  readonly note?: string;
}

/** A column of the leaderboard; `cells[i]` belongs to `rankedMethods(board)[i]`. */
export interface LeaderboardColumn {
  /** `method`, a canonical metric name, or `timesRealTime`, `indexMB`, `indexMBPerHour`, `querySeconds`. */
  readonly key: string;
  readonly header: string;
  readonly align: 'left' | 'right';
  /** Absent for the method's name. */
  readonly better?: 'higher' | 'lower';
  /** 1: always shown; 2: where there is room; 3: only where there is plenty. */
  readonly priority: 1 | 2 | 3;
  /** What the column means, one line. */
  readonly meaning: string;
  readonly cells: readonly LeaderboardCell[];
}

/**
 * The columns that the terminal, Markdown and HTML tables share. Rows are the methods that ran, best first; a
 * column for which no method has a figure is left out.
 */
export const leaderboardColumns = (board: Board): readonly LeaderboardColumn[] => {
  const methods = rankedMethods(board);
  const named: LeaderboardColumn = {
    key: 'method',
    header: 'method',
    align: 'left',
    priority: 1,
    meaning: 'Name in the configuration.',
    cells: methods.map((method) => ({
      text: method.name,
      best: false,
      ...(method.name === board.baseline && methods.length > 1 ? { note: 'baseline' } : {}),
    })),
  };
  const figures = [
    ...metricNames(board, methods).map((name) => metricColumn(board, methods, name)),
    ...costs.map((cost) => costColumn(methods, cost)),
  ];
  return [named, ...figures.filter((column) => column.cells.some((cell) => cell.text !== nothing))];
};

/** `0.468 ± 0.110` where the interval is even, `0.468 [0.361, 0.572]` where it is not. */
export const estimateText = (estimate: Estimate | undefined, digits = 3): string => {
  if (estimate === undefined || !isUsable(estimate.mean)) return nothing;
  const [low, high] = estimate.ci95;
  const mean = fixed(estimate.mean, digits);
  if (!isUsable(low) || !isUsable(high)) return mean;
  const below = fixed(estimate.mean - low, digits);
  return below === fixed(high - estimate.mean, digits)
    ? `${mean} ± ${below}`
    : `${mean} [${fixed(low, digits)}, ${fixed(high, digits)}]`;
};

/** The test of `method` against the board's baseline, its difference turned so that it is method − baseline. */
export const againstBaseline = (board: Board, method: string, metric: string): PairedTest | undefined => {
  const { baseline } = board;
  if (baseline === undefined || baseline === method) return undefined;
  for (const test of board.tests) {
    if (test.metric !== metric) continue;
    if (test.a === method && test.b === baseline) return test;
    if (test.a === baseline && test.b === method) {
      return { ...test, a: method, b: baseline, difference: -test.difference };
    }
  }
  return undefined;
};

/** Protocol order, then whatever else the methods carry. */
const metricNames = (board: Board, methods: readonly BoardMethod[]): readonly string[] => [
  ...new Set([...board.protocol.metrics, ...methods.flatMap((method) => Object.keys(method.metrics))]),
];

const metricColumn = (board: Board, methods: readonly BoardMethod[], name: string): LeaderboardColumn => {
  const { header, better, meaning, priority, unit } = metricText(board, name);
  const digits = digitsOf(unit);
  const withInterval = name === primaryMetric(board);
  const means = methods.map((method) => method.metrics[name]?.mean);
  const best = bestOf(means, better, (mean) => fixed(mean, digits));
  return {
    key: name,
    header,
    align: 'right',
    better,
    priority,
    meaning,
    cells: methods.map((method, row) => {
      const estimate = method.metrics[name];
      const test = againstBaseline(board, method.name, name);
      const interval = estimateText(estimate, digits);
      const gain = test === undefined ? 0 : (better === 'higher' ? 1 : -1) * test.difference;
      const notes = [
        ...(estimate === undefined ? [] : [`${interval}, n = ${estimate.n}`]),
        ...(test === undefined
          ? []
          : [`${signed(test.difference, digits)} against ${test.b}, ${pEquals(test.pHolm)} (Holm)`]),
      ];
      return {
        text: withInterval ? interval : fixed(estimate?.mean, digits),
        ...(withInterval ? { value: fixed(estimate?.mean, digits) } : {}),
        best: best[row] ?? false,
        ...(test !== undefined && test.pHolm < 0.05 && gain !== 0 ? { mark: gain > 0 ? '▲' : '▼' } : {}),
        ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
      };
    }),
  };
};

interface Cost {
  readonly key: string;
  readonly header: string;
  readonly better: 'higher' | 'lower';
  readonly priority: 1 | 2 | 3;
  readonly meaning: string;
  value(method: BoardMethod): number | undefined;
}

const costs: readonly Cost[] = [
  {
    key: 'timesRealTime',
    header: '× real time',
    better: 'higher',
    priority: 1,
    meaning: 'Seconds of audio indexed per busy second of one core, decoding included.',
    value: (method) => method.timing?.timesRealTime,
  },
  {
    key: 'indexMB',
    header: 'index MB',
    better: 'lower',
    priority: 2,
    meaning: 'Size of the stored index, millions of bytes.',
    value: (method) => (method.size === undefined ? undefined : method.size.bytes / 1e6),
  },
  {
    key: 'indexMBPerHour',
    header: 'MB / hour',
    better: 'lower',
    priority: 3,
    meaning: 'Size of the stored index per hour of indexed audio.',
    value: (method) => (method.size === undefined ? undefined : method.size.bytesPerHour / 1e6),
  },
  {
    key: 'querySeconds',
    header: 'query s',
    better: 'lower',
    priority: 2,
    meaning: 'Mean seconds per query on one core, analysis and search.',
    value: (method) => method.timing?.querySeconds,
  },
];

const costColumn = (methods: readonly BoardMethod[], cost: Cost): LeaderboardColumn => {
  const values = methods.map((method) => cost.value(method));
  const best = bestOf(values, cost.better, significant);
  return {
    key: cost.key,
    header: cost.header,
    align: 'right',
    better: cost.better,
    priority: cost.priority,
    meaning: cost.meaning,
    cells: values.map((value, row) => ({ text: significant(value), best: best[row] ?? false })),
  };
};

/** Figures that print alike are equally good: a difference nobody can see is not marked. */
const bestOf = (
  values: readonly (number | undefined)[],
  better: 'higher' | 'lower',
  print: (value: number | undefined) => string,
): readonly boolean[] => {
  const finite = values.flatMap((value) => (isUsable(value) ? [value] : []));
  if (finite.length < 2) return values.map(() => false);
  const best = print(better === 'higher' ? Math.max(...finite) : Math.min(...finite));
  return values.map((value) => isUsable(value) && print(value) === best);
};
