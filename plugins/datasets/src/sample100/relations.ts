import type { Interval, Relation } from '@sid/core';
import type { Metadata } from './metadata.ts';
import type { Sample100Options } from './options.ts';
import type { Use } from './uses.ts';

/** What relations take from the tables besides the use itself. */
export type Truth = Pick<Metadata, 'details' | 'annotations'>;

/** Re-recorded, by the labels that the authors of the extended annotations count so. */
const interpolated: readonly string[] = ['yes', 'probably', 'maybe'];

/** Label of a use; the extended annotations correct three. */
const interpolationOf = (use: Use, truth: Truth): string | undefined =>
  truth.annotations?.extensions.get(use.id)?.interpolation ?? use.interpolation;

/** Whether the option `interpolation` keeps this use. */
export const isChosen = (use: Use, truth: Truth, choice: Sample100Options['interpolation']): boolean => {
  if (choice === 'all') return true;
  const label = interpolationOf(use, truth);
  return (label !== undefined && interpolated.includes(label)) === (choice === 'only');
};

/** The ground truth of one use: the manifest first, then the extended annotations, then whole seconds of samples.csv. */
export const toRelation = (use: Use, truth: Truth, classes: Sample100Options['classes']): Relation => {
  const detail = truth.details.get(use.id);
  const occurrences = truth.annotations?.occurrences.get(use.id);
  const tempoRatio = detail?.tempoRatio ?? truth.annotations?.extensions.get(use.id)?.tempoRatio;
  const label = classOf(use, truth, classes);
  return {
    id: use.id,
    query: use.query,
    reference: use.reference,
    inQuery: intervals(detail?.inQuery, occurrences?.inQuery, use.inQuery),
    inReference: intervals(detail?.inReference, occurrences?.inReference, use.inReference),
    ...(detail?.semitones === undefined ? {} : { semitones: detail.semitones }),
    ...(tempoRatio === undefined ? {} : { tempoRatio }),
    ...(detail?.levelDb === undefined ? {} : { levelDb: detail.levelDb }),
    ...(label === undefined ? {} : { class: label }),
  };
};

const intervals = (
  exact: Interval | undefined,
  annotated: readonly Interval[] | undefined,
  start: number | undefined,
): readonly Interval[] => {
  if (exact !== undefined) return [exact];
  if (annotated !== undefined && annotated.length > 0) return annotated;
  return start === undefined ? [] : [{ from: start }];
};

const classOf = (use: Use, truth: Truth, classes: Sample100Options['classes']): string | undefined => {
  if (classes === 'interpolation') return interpolationOf(use, truth);
  if (classes === 'sample_type') return use.type;
  return truth.details.get(use.id)?.label ?? use.type;
};
