/**
 * Where each hash occurs: an inverted index over 32-bit hashes, made in one go and never changed. Three typed arrays
 * and a table of runs: 4 bytes a posting and about 12 bytes a distinct hash.
 */
export interface HashIndex {
  /** Distinct hashes, ascending. */
  readonly keys: Uint32Array;
  /** The postings of `keys[k]` are `values[starts[k]]` to before `values[starts[k + 1]]`. */
  readonly starts: Uint32Array;
  /** Per hash in the order in which they were given. */
  readonly values: Uint32Array;
  /** Position of `hash` in `keys`, −1 where it does not occur. */
  find(hash: number): number;
}

/**
 * @param hashes - any 32-bit numbers; overwritten, as is `values`
 * @param values - what to find under each: a place on a time axis, a row of a table
 */
export const createHashIndex = (hashes: Uint32Array, values: Uint32Array): HashIndex => {
  sortByHash(hashes, values);
  let distinct = 0;
  for (let i = 0; i < hashes.length; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) distinct++;
  const keys = new Uint32Array(distinct);
  const starts = new Uint32Array(distinct + 1);
  for (let i = 0, k = 0; i < hashes.length; i++) {
    if (i > 0 && hashes[i] === hashes[i - 1]) continue;
    keys[k] = hashes[i] as number;
    starts[k++] = i;
  }
  starts[distinct] = hashes.length;

  // A table of where each run of neighbouring hashes begins, some eight hashes a run: what is looked up in order of
  // hashes is found side by side in memory.
  const bits = 32 - Math.clz32(keys[distinct - 1] ?? 0);
  const shift = Math.min(31, Math.max(0, bits - Math.floor(Math.log2(distinct + 1)) + 3));
  const runs = new Uint32Array(((keys[distinct - 1] ?? 0) >>> shift) + 2);
  for (let k = 0, run = 0; run < runs.length; run++) {
    while (k < distinct && (keys[k] as number) >>> shift < run) k++;
    runs[run] = k;
  }
  const find = (hash: number): number => {
    const run = hash >>> shift;
    if (run >= runs.length - 1) return -1;
    let low = runs[run] as number;
    let high = (runs[run + 1] as number) - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] as number) < hash) low = middle + 1;
      else high = middle;
    }
    return low === high && keys[low] === hash ? low : -1;
  };
  return { keys, starts, values, find };
};

/** Radix sort by 11, 11 and 10 bits: stable, and linear however many hashes are equal. */
export const sortByHash = (hashes: Uint32Array, values: Uint32Array): void => {
  const n = hashes.length;
  let fromHashes = hashes;
  let fromValues = values;
  let toHashes: Uint32Array = new Uint32Array(n);
  let toValues: Uint32Array = new Uint32Array(n);
  for (const shift of [0, 11, 22]) {
    const next = new Uint32Array(2049);
    for (let i = 0; i < n; i++) {
      const digit = (((fromHashes[i] as number) >>> shift) & 2047) + 1;
      next[digit] = (next[digit] as number) + 1;
    }
    for (let d = 0; d < 2048; d++) next[d + 1] = (next[d + 1] as number) + (next[d] as number);
    for (let i = 0; i < n; i++) {
      const hash = fromHashes[i] as number;
      const digit = (hash >>> shift) & 2047;
      const at = next[digit] as number;
      next[digit] = at + 1;
      toHashes[at] = hash;
      toValues[at] = fromValues[i] as number;
    }
    [fromHashes, toHashes] = [toHashes, fromHashes];
    [fromValues, toValues] = [toValues, fromValues];
  }
  // Three passes end in the second pair of arrays.
  hashes.set(fromHashes);
  values.set(fromValues);
};
