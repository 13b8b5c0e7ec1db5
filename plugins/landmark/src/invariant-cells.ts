/** Sums weights by cell number, for more cells than there is room for: open addressing, at most half full. */
export interface CellTable {
  add(cell: number, weight: number): void;
  /** 0 where nothing was added. */
  get(cell: number): number;
  /** Every cell that was added to more than once. */
  eachRepeated(use: (cell: number, sum: number) => void): void;
  clear(): void;
}

/** Cell numbers are non-negative and below 2³². */
export const createCellTable = (): CellTable => {
  let bits = 14;
  let keys = new Uint32Array(2 ** bits);
  let sums = new Float32Array(2 ** bits);
  let repeated = new Uint32Array(1024);
  let occupied = 0;
  let repeats = 0;

  const slotOf = (cell: number): number => {
    const mask = keys.length - 1;
    let slot = Math.imul(cell, 0x9e3779b1) >>> (32 - bits);
    while (sums[slot] !== 0 && keys[slot] !== cell) slot = (slot + 1) & mask;
    return slot;
  };

  const grow = (): void => {
    const [oldKeys, oldSums] = [keys, sums];
    const again = new Set(Array.from(repeated.subarray(0, repeats), (slot) => oldKeys[slot] as number));
    bits++;
    keys = new Uint32Array(2 ** bits);
    sums = new Float32Array(2 ** bits);
    repeats = 0;
    for (let old = 0; old < oldKeys.length; old++) {
      if (oldSums[old] === 0) continue;
      const cell = oldKeys[old] as number;
      const slot = slotOf(cell);
      keys[slot] = cell;
      sums[slot] = oldSums[old] as number;
      if (again.has(cell)) repeated[repeats++] = slot;
    }
  };

  return {
    add: (cell, weight) => {
      const slot = slotOf(cell);
      const sum = sums[slot] as number;
      if (sum === 0) {
        keys[slot] = cell;
        sums[slot] = weight;
        if (++occupied * 2 > keys.length) grow();
        return;
      }
      // The sign marks cells that are listed already.
      if (sum > 0) {
        if (repeats === repeated.length) {
          const longer = new Uint32Array(2 * repeats);
          longer.set(repeated);
          repeated = longer;
        }
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
    clear: () => {
      sums.fill(0);
      occupied = 0;
      repeats = 0;
    },
  };
};
