import { compileKernels } from '@sid/core';
import { kernelsBase64 } from './kernels.ts';

/** What `kernels/kernels.as` exports. Pointers are byte offsets into the memory of the instance. */
export interface Kernels {
  list(
    hashes: number,
    count: number,
    places: number,
    shifts: number,
    lists: number,
    counts: number,
    length: number,
    stride: number,
    weights: number,
    sums: number,
  ): void;
  settle(block: number, lists: number, counts: number, stride: number, weights: number, sums: number): void;
  piles(sums: number, from: number, to: number, most: number, share: number, cells: number, weights: number): number;
}

/** A memory of its own with the kernels over it. */
export const openKernels = compileKernels<Kernels>(kernelsBase64);
