import { compileKernels, firstFreeByte } from '@sid/core';
import { kernelsBase64 } from '../kernels.ts';

/** What `kernels/*.as` export. Pointers are byte offsets into the memory. */
interface Kernels {
  nearestRoom(nodes: number, channels: number): number;
  nearest(
    points: number,
    nodes: number,
    channels: number,
    size: number,
    dilation: number,
    lists: number,
    room: number,
  ): number;
  least(
    h: number,
    channels: number,
    graph: number,
    nodes: number,
    k: number,
    dropped: number,
    kept: number,
    values: number,
    places: number,
  ): void;
  leastGradient(slopes: number, places: number, count: number, back: number): void;
  poolGradient(
    x: number,
    slopes: number,
    back: number,
    height: number,
    width: number,
    channels: number,
    rows: number,
    columns: number,
    size: number,
    stride: number,
    padding: number,
  ): void;
  standardise(
    x: number,
    count: number,
    channels: number,
    stride: number,
    gain: number,
    bias: number,
    epsilon: number,
    mean: number,
    variance: number,
    inverse: number,
    sums: number,
  ): void;
  standardiseGradient(
    x: number,
    slopes: number,
    count: number,
    channels: number,
    stride: number,
    gain: number,
    mean: number,
    inverse: number,
    gainSlopes: number,
    biasSlopes: number,
    sums: number,
  ): void;
}

/** One for all: what is laid out on it lasts for one call. It holds one item at a time and keeps the room of the largest. */
export const desk = compileKernels<Kernels>(kernelsBase64)();

/** Byte offsets of stretches of so many bytes each, one behind the other. */
export const layOut = (...bytes: readonly number[]): readonly number[] => {
  let end = firstFreeByte;
  const starts = bytes.map((size) => {
    const start = end;
    end += Math.ceil(size / 16) * 16;
    return start;
  });
  desk.reserve(end);
  return starts;
};
