/** Sums weights by cell number, for more cells than there is room for: open addressing, at most half full. */
export interface CellTable {
  /** Forgets everything and makes room for so many additions. */
  reset(additions: number): void;
  add(cell: number, weight: number): void;
  /** 0 where nothing was added. */
  get(cell: number): number;
  /** Every cell that was added to more than once. */
  eachRepeated(use: (cell: number, sum: number) => void): void;
}

/** Cell numbers are non-negative and below 2³¹. */
export const createCellTable = (): CellTable => {
  let bits = 0;
  let keys = new Int32Array(0);
  let sums = new Float32Array(0);
  let repeated = new Int32Array(0);
  let repeats = 0;

  const slotOf = (cell: number): number => {
    const mask = (1 << bits) - 1;
    let slot = Math.imul(cell, 0x9e3779b1) >>> (32 - bits);
    while (sums[slot] !== 0 && keys[slot] !== cell) slot = (slot + 1) & mask;
    return slot;
  };

  return {
    reset: (additions) => {
      bits = Math.max(6, 33 - Math.clz32(additions));
      repeats = 0;
      if (sums.length < 1 << bits) {
        keys = new Int32Array(1 << bits);
        sums = new Float32Array(1 << bits);
        repeated = new Int32Array(1 << bits);
      } else sums.fill(0, 0, 1 << bits);
    },
    add: (cell, weight) => {
      const slot = slotOf(cell);
      const sum = sums[slot] as number;
      if (sum === 0) {
        keys[slot] = cell;
        sums[slot] = weight;
      } else if (sum > 0) {
        // The sign marks cells that are listed already.
        repeated[repeats++] = slot;
        sums[slot] = -sum - weight;
      } else sums[slot] = sum - weight;
    },
    get: (cell) => Math.abs(sums[slotOf(cell)] as number),
    eachRepeated: (use) => {
      for (let i = 0; i < repeats; i++) {
        const slot = repeated[i] as number;
        use(keys[slot] as number, -(sums[slot] as number));
      }
    },
  };
};
