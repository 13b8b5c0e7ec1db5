import { compileKernels } from '@sid/core';
import { kernelsBase64 } from './kernels.ts';

/** What `kernels/kernels.as` exports. Pointers are byte offsets into the memory of the instance. */
export interface Kernels {
  scan(query: number, rows: number, count: number, bytes: number, scores: number): void;
  gather(query: number, rows: number, list: number, count: number, bytes: number, scores: number): void;
  product(queries: number, rows: number, m: number, n: number, bytes: number, scores: number): void;
  select(scores: number, count: number, first: number, best: number, k: number): void;
  selectAll(scores: number, m: number, line: number, count: number, first: number, best: number, k: number): void;
  finish(best: number, k: number): number;
  settle(query: number, rows: number, bytes: number, best: number, k: number): void;
  encode(rows: number, count: number, bytes: number, codes: number, steps: number, limits: number): void;
  estimate(
    query: number,
    codes: number,
    count: number,
    bytes: number,
    steps: number,
    step: number,
    scores: number,
  ): void;
  reach(scores: number, count: number, least: number, list: number): number;
}

/** A memory of its own with the kernels over it. */
export const openKernels = compileKernels<Kernels>(kernelsBase64);
