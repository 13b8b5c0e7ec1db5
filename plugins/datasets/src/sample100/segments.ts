import type { Interval, Recording, Relation, Span } from '@sid/core';
import type { Annotations } from './annotations.ts';

/** Queries of the variant `shortQueries`, with their relations. */
export interface Segments {
  readonly queries: readonly Recording[];
  readonly relations: readonly Relation[];
  /** Relations without a stretch that is long enough. */
  readonly without: readonly string[];
}

/** Another sample of the same query counts as heard in a stretch when it is heard there for this long. */
const heardSeconds = 1;

/**
 * Makes a query of every annotated presence of at least `seconds`. A stretch often holds other samples, too: each
 * sampled reference that is annotated within it is relevant, not only the one it was annotated for.
 */
export const segmentsOf = (
  queries: readonly Recording[],
  relations: readonly Relation[],
  annotations: Annotations,
  seconds: number,
): Segments => {
  const recordings = new Map(queries.map((query) => [query.id, query]));
  const made = relations.flatMap((relation) => {
    const recording = recordings.get(relation.query);
    const heard = annotations.occurrences.get(relation.id)?.inQuery ?? [];
    if (recording === undefined) return [];
    return heard
      .filter(({ from, to }) => to - from >= seconds)
      .map((span, index) => segment(recording, relation, span, index + 1, relations));
  });
  const used = new Set(made.map(({ use }) => use));
  return {
    queries: made.map(({ query }) => query),
    relations: made.flatMap(({ relations: own }) => own),
    without: relations.map(({ id }) => id).filter((id) => !used.has(id)),
  };
};

const segment = (recording: Recording, relation: Relation, span: Span, number: number, all: readonly Relation[]) => {
  const id = `${recording.id}-${relation.id}-${String(number).padStart(3, '0')}`;
  const own = { ...relation, id: `${id}-${relation.id}`, query: id, inQuery: [{ from: 0, to: span.to - span.from }] };
  const others = all
    .filter((other) => other.query === recording.id && other.id !== relation.id)
    .flatMap((other): readonly Relation[] => {
      const inQuery = within(other.inQuery, span);
      return inQuery.length === 0 ? [] : [{ ...other, id: `${id}-${other.id}`, query: id, inQuery }];
    });
  return {
    use: relation.id,
    query: { ...recording, id, from: span.from, to: span.to } satisfies Recording,
    relations: [own, ...others],
  };
};

/** The parts of `intervals` inside `span`, on the clock of the span, where long enough. */
const within = (intervals: readonly Interval[], span: Span): readonly Interval[] =>
  intervals.flatMap(({ from, to }) => {
    const start = Math.max(from, span.from);
    const end = Math.min(to ?? start, span.to);
    return end - start >= heardSeconds ? [{ from: start - span.from, to: end - span.from }] : [];
  });
