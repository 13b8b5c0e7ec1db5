import type { Span } from '@sid/core';
import type { HashIndex } from './hash-index.ts';
import { type HitOptions, type Pile, windowCells } from './offsets.ts';
import type { QueryHashes } from './query-hashes.ts';
import { sampleRate, secondsPerFrame } from './spectrum.ts';
import { blockOf, type OffsetAxis, type Timeline } from './timeline.ts';

/** Where the hits of one pile lie. */
export interface Place {
  /** Frames of the query. */
  readonly query: Span;
  /** Reference frame minus query frame, the latter as it would be without the change of tempo. */
  readonly offset: number;
}

/** Cells of a block, as a power of 2. */
const nearBits = 6;

/**
 * Goes through the hits a second time, for the piles that will be reported: their offset is the median over the hits,
 * their extent goes from the 5 % to the 95 % quantile (audfprint's rule: single chance hits lie anywhere).
 *
 * @param sums - scratch of `axis.cells` cells, all 0, as they are again afterwards
 * @param tempoRatio - of the change under which `query` was made
 */
export const locate = (
  piles: readonly Pile[],
  sums: Float32Array,
  axis: OffsetAxis,
  timeline: Timeline,
  index: HashIndex,
  query: QueryHashes,
  tempoRatio: number,
  { commonest }: HitOptions,
): readonly Place[] => {
  // Cells belong to pile n where they hold n + 1; floats count exactly far beyond any number of piles.
  for (const [n, { cell }] of piles.entries()) sums.fill(n + 1, cell - windowCells, cell + windowCells + 1);
  // Few cells belong to a pile: a map of blocks of them stays next to the processor, and spares the others a look.
  const near = new Uint8Array((sums.length >>> nearBits) + 1);
  for (const { cell } of piles) for (let c = cell - windowCells; c <= cell + windowCells; c++) near[c >>> nearBits] = 1;
  const hits = piles.map((): { heardAt: number[]; offset: number[] } => ({ heardAt: [], offset: [] }));
  for (let i = 0; i < query.hashes.length; i++) {
    const key = index.find(query.hashes[i] as number);
    if (key < 0) continue;
    const from = index.starts[key] as number;
    const to = index.starts[key + 1] as number;
    if (to - from > commonest) continue;
    const frame = query.frames[i] as number;
    for (let j = from; j < to; j++) {
      const place = index.values[j] as number;
      const block = blockOf(place);
      const cell = place - frame + (axis.shifts[block] as number);
      if (near[cell >>> nearBits] === 0) continue;
      const mark = sums[cell] as number;
      const hit = mark === 0 ? undefined : hits[mark - 1];
      if (hit === undefined) continue;
      const heardAt = query.heardAt[i] as number;
      hit.heardAt.push(heardAt);
      hit.offset.push(place - (timeline.starts[timeline.owners[block] as number] as number) - heardAt * tempoRatio);
    }
  }
  for (const { cell } of piles) sums.fill(0, cell - windowCells, cell + windowCells + 1);
  return hits.map(({ heardAt, offset }) => ({
    query: { from: quantile(heardAt, 0.05), to: quantile(heardAt, 0.95) },
    offset: quantile(offset, 0.5),
  }));
};

const quantile = (values: readonly number[], share: number): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
};

/**
 * A place in seconds of both recordings, as far as it lies within the reference. A frame is heard at its middle.
 *
 * @param durationSeconds - of the reference
 */
export const secondsOf = (
  { query, offset }: Place,
  tempoRatio: number,
  durationSeconds: number,
  fftSize: number,
): { readonly query: Span; readonly reference: Span } => {
  const middle = fftSize / 2 / sampleRate;
  const inReference = (frame: number): number => (frame * tempoRatio + offset) * secondsPerFrame + middle;
  const inQuery = (seconds: number): number => ((seconds - middle) / secondsPerFrame - offset) / tempoRatio;
  const first = Math.max(query.from, inQuery(0));
  const last = Math.max(first, Math.min(query.to, inQuery(durationSeconds)));
  return {
    query: { from: first * secondsPerFrame + middle, to: last * secondsPerFrame + middle },
    reference: { from: Math.max(0, inReference(first)), to: Math.max(0, inReference(last)) },
  };
};
