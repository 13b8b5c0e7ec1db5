import type { Board } from '@sid/eval';
import { againstBaseline, estimateText } from './columns.ts';
import { pEquals, signed } from './format.ts';
import { digitsOf, metricText } from './metric-names.ts';
import { primaryMetric, rankedMethods } from './order.ts';
import { isDrawable } from './svg.ts';

/** The result in a sentence: who leads, by how much over the baseline, and whether that is more than chance. */
export const summarySentence = (board: Board): string | undefined => {
  const metric = primaryMetric(board);
  const [first, second] = rankedMethods(board);
  const estimate = first?.metrics[metric];
  if (first === undefined || !isDrawable(estimate)) return undefined;
  const digits = digitsOf(metricText(board, metric).unit);
  const isBaseline = first.name === board.baseline;
  const lead = `${second === undefined ? '' : 'Best by '}${metric}: ${first.name}${isBaseline && second !== undefined ? ' (the baseline)' : ''}, ${estimateText(estimate, digits)}`;
  const rival = isBaseline ? second?.name : first.name;
  const test = rival === undefined ? undefined : againstBaseline(board, rival, metric);
  if (test === undefined) return `${lead}.`;
  const verdict = `${pEquals(test.pHolm)} after Holm’s correction: ${test.pHolm < 0.05 ? '' : 'not '}significant at 0.05`;
  const difference = signed(test.difference, digits);
  return isBaseline
    ? `${lead}; next ${test.a}, ${difference} (${verdict}).`
    : `${lead}, ${difference} against the baseline ${test.b} (${verdict}).`;
};
