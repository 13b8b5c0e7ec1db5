import type { Component, Hit, Indexer, Matrix, VectorIndex } from '@sid/core';
import { expect } from 'vitest';
import { nearest } from './nearest.ts';
import { clusteredVectors, rowsOf, type VectorSet } from './vectors.ts';

export interface IndexerCheck {
  /** Parsed by the component's own schema, as the runtime does. */
  readonly options?: unknown;
  /** What fills the component's needs, by the names it uses. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Share of the ten truly nearest that must be among the ten found, over all queries; 1 (exact) where absent. */
  readonly recall?: number;
  readonly dims?: number;
  /** Vectors in the index, a multiple of 40, 400 at least; 2,000 where absent. */
  readonly size?: number;
}

/** Rounding of a product of unit vectors in float32, whatever the order of its sum. */
const tolerance = 1e-5;

/** An indexer, what it is asked, and what it should answer. */
export interface IndexerTrial {
  /** What is stored, and queries near it that are not the same. */
  readonly all: VectorSet;
  readonly asked: Matrix;
  readonly dims: number;
  readonly size: number;
  create(): Promise<Indexer>;
  /** Takes note of an index, to be disposed of. */
  kept(index: VectorIndex): VectorIndex;
  empty(): Promise<VectorIndex>;
  /** @param piece - vectors that are added at once */
  filled(set?: VectorSet, piece?: number): Promise<VectorIndex>;
  /** Filled once, for tests that only ask it. */
  whole(): Promise<VectorIndex>;
  /** Expects answers to `asked` to be the nearest of a set. */
  isRight(found: readonly (readonly Hit[])[], set: VectorSet, k: number): void;
  dispose(): Promise<void>;
}

export const createTrial = (component: Component<'indexer'>, check: IndexerCheck): IndexerTrial => {
  const { recall = 1, dims = 40, size = 2000 } = check;
  const opened: VectorIndex[] = [];
  const create = async () => component.create(component.options.parse(check.options ?? {}), check.given ?? {});
  const kept = (index: VectorIndex): VectorIndex => {
    opened.push(index);
    return index;
  };
  const empty = async (): Promise<VectorIndex> => kept(await (await create()).create(dims));
  const all = clusteredVectors('stored', dims, size / 20, 20);
  // Near stored vectors, but not the same.
  const asked = clusteredVectors('asked', dims, 5, 10).vectors;
  const filled = async (set: VectorSet = all, piece = set.spans.length): Promise<VectorIndex> => {
    const index = await empty();
    for (let from = 0; from < set.spans.length; from += piece) {
      const { vectors, spans } = rowsOf(set, from, Math.min(set.spans.length, from + piece));
      await index.add(vectors, spans);
    }
    return index;
  };
  // What is only asked, and not changed, is made once.
  let shared: Promise<VectorIndex> | undefined;
  const whole = (): Promise<VectorIndex> => {
    shared ??= filled();
    return shared;
  };
  const known = new Map<VectorSet, readonly (readonly Hit[])[]>();
  const truthOf = (set: VectorSet): readonly (readonly Hit[])[] => {
    const answers =
      known.get(set) ??
      Array.from({ length: asked.rows }, (_, i) => nearest(set, asked.data.subarray(i * dims, (i + 1) * dims)));
    known.set(set, answers);
    return answers;
  };
  const isRight = (found: readonly (readonly Hit[])[], set: VectorSet, k: number): void => {
    let right = 0;
    let possible = 0;
    found.forEach((hits, i) => {
      const truth = truthOf(set)[i] ?? [];
      const best = Math.min(k, truth.length);
      expect(hits.length).toBe(best);
      expect(isDescending(hits)).toBe(true);
      expect(new Set(hits.map(({ span }) => key(span))).size).toBe(hits.length);
      const scores = new Map(truth.map(({ span, score }) => [key(span), score]));
      for (const { span, score } of hits) {
        expect(Math.abs(score - (scores.get(key(span)) ?? Number.NaN))).toBeLessThan(tolerance);
      }
      const least = truth[best - 1]?.score ?? 0;
      right += hits.filter(({ score }) => score >= least - tolerance).length;
      possible += best;
    });
    expect(found.length).toBe(asked.rows);
    expect(right / possible).toBeGreaterThanOrEqual(recall);
  };

  const dispose = async (): Promise<void> => {
    for (const index of opened) await index[Symbol.asyncDispose]();
  };
  return { all, asked, dims, size, create, kept, empty, filled, whole, isRight, dispose };
};

const key = ({ track, from }: { readonly track: string; readonly from: number }): string => `${track} at ${from}`;

const isDescending = (list: readonly { readonly score: number }[]): boolean =>
  list.every(({ score }, i) => score <= (list[i - 1]?.score ?? Number.POSITIVE_INFINITY));
