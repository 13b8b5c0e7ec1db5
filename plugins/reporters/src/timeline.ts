import type { Alignment, Relation, Span } from '@sid/core';
import { isUsable, time, trimZero } from './format.ts';
import { element, type Markup } from './markup.ts';
import { round } from './svg.ts';

/** What one lane of a query's time axis shows. */
export interface Lane {
  readonly spans: readonly { readonly from: number; readonly to: number | undefined; readonly hover: string }[];
  readonly kind: 'truth' | 'right' | 'wrong';
}

/**
 * Spans on the time axis of a query, as wide as the page allows: stretched, hence without text or rounded marks.
 * The truth is outlined, a right answer full, a wrong one low, so that shape says the same as colour.
 *
 * @param behind - true occurrences, drawn as a band behind the lane
 */
export const timeline = (lane: Lane, durationSeconds: number, behind: readonly Span[]): Markup => {
  const scale = 1000 / Math.max(1e-3, isUsable(durationSeconds) ? durationSeconds : 0);
  const box = (from: number, to: number | undefined, y: number, height: number, hover: string | undefined): Markup => {
    const left = Math.min(1000, Math.max(0, from * scale));
    // A start without an end, or a very short span, is still to be seen.
    const right = Math.min(1000, Math.max(left + 4, (to ?? from) * scale));
    return element(
      'rect',
      { x: round(Math.min(left, 996)), y, width: round(Math.max(4, right - left)), height },
      hover === undefined ? undefined : element('title', {}, hover),
    );
  };
  const [y, height] = lane.kind === 'wrong' ? [6, 6] : [3, 12];
  const drawn = lane.spans.map((span) => box(span.from, span.to, y, height, span.hover));
  return element(
    'svg',
    { class: `lane ${lane.kind}`, viewBox: '0 0 1000 18', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    element('rect', { class: 'track', x: 0, y: 8.5, width: 1000, height: 1 }),
    element('g', { class: 'band' }, ...behind.map((span) => box(span.from, span.to, 0, 18, undefined))),
    // Of a match only the best place stands out: a loop is found wherever it repeats.
    ...(lane.kind === 'truth'
      ? [element('g', { class: 'spans' }, ...drawn)]
      : [
          element('g', { class: 'spans others' }, ...drawn.slice(1)),
          element('g', { class: 'spans' }, ...drawn.slice(0, 1)),
        ]),
  );
};

/** `12–17 s`, `0:56–1:08`, or the start alone. */
export const spanText = ({ from, to }: { readonly from: number; readonly to?: number | undefined }): string => {
  if (to === undefined || to === from) return time(from);
  const withMinutes = Math.max(from, to) >= 59.95;
  return `${time(from, withMinutes).replace(/\s+s$/, '')}–${time(to, withMinutes)}`;
};

/** The first `most`, joined, and how many more there are: a loop has dozens of occurrences. */
export const few = (texts: readonly string[], most: number): string =>
  texts.length <= most + 1 ? texts.join(', ') : `${texts.slice(0, most).join(', ')} and ${texts.length - most} more`;

/** `+2 semitones, × 1.1`; nothing where nothing is changed or known. */
export const changeText = (of: Pick<Relation & Alignment, 'semitones' | 'tempoRatio'>): string =>
  [
    of.semitones === undefined || Math.abs(of.semitones) < 0.05 ? '' : `${signedTrim(of.semitones)}\u00a0st`,
    of.tempoRatio === undefined || Math.abs(of.tempoRatio - 1) < 0.005
      ? ''
      : `tempo\u00a0×\u00a0${trimZero(of.tempoRatio, 2)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');

const signedTrim = (value: number): string => (value > 0 ? '+' : '') + trimZero(value, 1);

/** `query 0:12–0:17 ← reference 1:03–1:08, +2 st`. */
export const alignmentText = (alignment: Alignment): string => {
  const change = changeText(alignment);
  return `${spanText(alignment.query)} ← ${spanText(alignment.reference)}${change === '' ? '' : `, ${change}`}`;
};
