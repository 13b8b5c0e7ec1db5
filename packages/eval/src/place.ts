import type { Alignment, Interval, Relation, Span } from '@sid/core';

/** A time axis on which a found place is compared with the annotation. */
export type Axis = 'reference' | 'query';

/**
 * Whether an alignment says the right place on one axis, within ± `tolerance` seconds of some annotation of
 * `relation`. Right is either of two things, since an alignment need not cover the whole sample:
 *
 * - **start**: the alignment starts between `tolerance` before the annotated start and `tolerance` after it, or
 *   anywhere in the annotated stretch where its end is annotated;
 * - **line**: the alignment touches an annotated stretch of the other axis (widened by the tolerance; open to the
 *   right where its end is not annotated), and its line, extended to the annotated start there, meets the annotated
 *   start here within the tolerance.
 *
 * On the query axis any annotated occurrence will do, since a sample may be looped.
 */
export const rightPlace = (alignment: Alignment, relation: Relation, axis: Axis, tolerance: number): boolean => {
  const here = axis === 'reference' ? alignment.reference : alignment.query;
  const there = axis === 'reference' ? alignment.query : alignment.reference;
  const targets = axis === 'reference' ? relation.inReference : relation.inQuery;
  const anchors = axis === 'reference' ? relation.inQuery : relation.inReference;
  const slope = axis === 'reference' ? speed(alignment) : 1 / speed(alignment);
  return targets.some(
    (target) =>
      startsIn(here, target, tolerance) ||
      anchors.some((anchor) => {
        const predicted = here.from + (anchor.from - there.from) * slope;
        return touches(there, anchor, tolerance) && Math.abs(predicted - target.from) <= tolerance;
      }),
  );
};

const startsIn = (found: Span, truth: Interval, tolerance: number): boolean =>
  found.from >= truth.from - tolerance && found.from <= Math.max(truth.from + tolerance, truth.to ?? truth.from);

const touches = (found: Span, truth: Interval, tolerance: number): boolean =>
  found.to >= truth.from - tolerance && found.from <= (truth.to ?? Number.POSITIVE_INFINITY) + tolerance;

/** Reference seconds per query second: of the two spans, else as estimated, else 1. */
const speed = ({ query, reference, tempoRatio }: Alignment): number => {
  const slope = (reference.to - reference.from) / (query.to - query.from);
  return Number.isFinite(slope) && slope > 0 ? slope : (tempoRatio ?? 1);
};
