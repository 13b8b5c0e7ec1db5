/** Peaks of one recording in order of time, within a frame in order of frequency. */
export interface Peaks {
  readonly frames: Uint32Array;
  readonly bins: Uint16Array;
}

/** Peaks as they are heard, before their frequencies are rounded to bins. */
export interface FinePeaks extends Peaks {
  /** How much higher than the middle of its bin each peak lies, in 256ths of a bin, −128…128. */
  readonly fine: Int16Array;
}

/** Peaks that come in one by one, and of which some are dropped at the end. */
export interface PeakList {
  /** @param heights - the frame: the neighbours of a bin tell where between the bins the peak lies */
  add(frame: number, bin: number, heights: Float32Array): void;
  /** @param choose - gives 1 for every peak that stays; `values` are the heights */
  keep(choose: (values: Float32Array, frames: Uint32Array, bins: Uint16Array) => Uint8Array): FinePeaks;
}

export const createPeakList = (): PeakList => {
  let room = 1024;
  let frames = new Uint32Array(room);
  let bins = new Uint16Array(room);
  let fine = new Int16Array(room);
  let values = new Float32Array(room);
  let count = 0;
  const grow = (): void => {
    room *= 2;
    frames = copied(frames, new Uint32Array(room));
    bins = copied(bins, new Uint16Array(room));
    fine = copied(fine, new Int16Array(room));
    values = copied(values, new Float32Array(room));
  };
  const add: PeakList['add'] = (frame, bin, heights) => {
    if (count === room) grow();
    frames[count] = frame;
    bins[count] = bin;
    fine[count] = vertex(heights[bin - 1] as number, heights[bin] as number, heights[bin + 1] as number);
    values[count++] = heights[bin] as number;
  };
  const keep: PeakList['keep'] = (choose) => {
    const kept = choose(values.subarray(0, count), frames.subarray(0, count), bins.subarray(0, count));
    const stays = (_: number, i: number): boolean => kept[i] === 1;
    return {
      frames: frames.subarray(0, count).filter(stays),
      bins: bins.subarray(0, count).filter(stays),
      fine: fine.subarray(0, count).filter(stays),
    };
  };
  return { add, keep };
};

const copied = <T extends { set(from: T): void }>(from: T, to: T): T => {
  to.set(from);
  return to;
};

/** Where the parabola through three heights is highest, in 256ths of a step; the middle one is the greatest. */
const vertex = (below: number, here: number, above: number): number => {
  const bend = below - 2 * here + above;
  return bend < 0 ? Math.round((128 * (below - above)) / bend) : 0;
};
