import { type Matrix, SidError, type TrackSpan } from '@sid/core';
import { halvesToFloats } from '@sid/weights';

/** The node matrices of one track: 16-bit floats, one row per window, and where each window begins and ends. */
export interface TrackNodes {
  readonly times: Float64Array;
  readonly nodes: Uint16Array;
}

/**
 * Node matrices of indexed windows by track. They are kept, in half precision, rather than made again for candidates: the
 * picture they would be made of is no smaller for the small networks, and a query would wait for the encoder once more.
 * A window of the published network takes 32 KiB, one of the tiny 4 KiB.
 */
export interface NodeStore {
  readonly bytes: number;
  set(track: string, nodes: TrackNodes): void;
  get(track: string): TrackNodes | undefined;
  delete(track: string): void;
  /** One row per span, in single precision. */
  of(spans: readonly TrackSpan[]): Matrix;
}

/** @param size - numbers of one window */
export const createNodeStore = (size: number): NodeStore => {
  const tracks = new Map<string, TrackNodes>();
  const rowOf = ({ times }: TrackNodes, { from, to }: TrackSpan): number => {
    for (let i = 0; i < times.length; i += 2) if (times[i] === from && times[i + 1] === to) return i / 2;
    return -1;
  };
  const rowAt = (span: TrackSpan): Uint16Array => {
    const track = tracks.get(span.track);
    const row = track === undefined ? -1 : rowOf(track, span);
    if (track === undefined || row < 0) {
      throw new SidError(
        'SID_INDEX_INVALID',
        `The index found a window of "${span.track}" at ${span.from} s for which it holds no node matrix. Make the index again.`,
      );
    }
    return track.nodes.subarray(row * size, (row + 1) * size);
  };
  return {
    get bytes() {
      return [...tracks.values()].reduce((sum, { times, nodes }) => sum + times.byteLength + nodes.byteLength, 0);
    },
    set: (track, nodes) => tracks.set(track, nodes),
    get: (track) => tracks.get(track),
    delete: (track) => tracks.delete(track),
    of: (spans) => {
      const data = new Float32Array(spans.length * size);
      for (const [i, span] of spans.entries()) data.set(halvesToFloats(rowAt(span)), i * size);
      return { rows: spans.length, cols: size, data };
    },
  };
};
