import type { Board, MetricInfo } from '@sid/eval';
import { primaryMetric } from './order.ts';

/** How a metric is shown: the words of a column's head and of the glossary. */
export interface MetricText {
  readonly header: string;
  readonly better: 'higher' | 'lower';
  readonly unit: MetricInfo['unit'];
  /** One line. */
  readonly meaning: string;
  /** 1: always shown; 2: where there is room; 3: only where there is plenty. */
  readonly priority: 1 | 2 | 3;
}

/** Words for a metric, from the board where it says them and else from its canonical name. */
export const metricText = (board: Board, name: string): MetricText => {
  const info = board.metricInfo?.find((entry) => entry.name === name);
  return {
    header: name,
    better: info?.better ?? (lowerIsBetter.test(name) ? 'lower' : 'higher'),
    unit: info?.unit ?? 'share',
    meaning: info?.summary ?? meanings[name] ?? hitRateMeaning(name) ?? 'Brought by a plugin; see its documentation.',
    priority: name === primaryMetric(board) ? 1 : priority(name),
  };
};

/** Decimals that a figure of this unit deserves. */
export const digitsOf = (unit: MetricInfo['unit']): number => ({ share: 3, semitones: 2, percent: 1 })[unit];

const lowerIsBetter = /NR$|error/i;

const priority = (name: string): 1 | 2 | 3 => {
  if (/^(MAP|HR@1)$/.test(name)) return 1;
  return /^(HR@\d+|MRR|loc.*)$/i.test(name) ? 2 : 3;
};

const hitRateMeaning = (name: string): string | undefined => {
  const depth = /^HR@(\d+)$/.exec(name)?.[1];
  if (depth === undefined) return undefined;
  return depth === '1'
    ? 'Share of queries whose first answer is right.'
    : `Share of queries with a right answer among the first ${depth}.`;
};

const meanings: Readonly<Record<string, string>> = {
  MAP: 'Mean average precision: 1 when every reference of every query is ranked before all other tracks.',
  MRR: 'Mean reciprocal rank of the first right answer: 1 for first, 0.5 for second.',
  mNR: 'Mean normalised rank: share of the wrong tracks that are ranked before a right one.',
  medNR: 'Median over queries of the normalised rank.',
};
