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

/**
 * Radix sort, stable, and linear however many hashes are equal. The highest bits first, so that the passes by the others
 * stay within a few kilobytes.
 */
export const sortByHash = (hashes: Uint32Array, values: Uint32Array): void => {
  const bits = bitsOf(hashes);
  const shift = Math.max(0, bits - highBits);
  const lower = Math.ceil(shift / 2);
  const from = { hashes, values };
  const to = { hashes: new Uint32Array(hashes.length), values: new Uint32Array(hashes.length) };
  const next = new Uint32Array(2 ** Math.max(highBits, lower) + 1);
  const ends = sortStretch(from, to, 0, hashes.length, shift, highBits, next).slice(0, 2 ** highBits);
  if (shift > 0)
    for (let n = 0, start = 0; n < ends.length; n++) {
      const end = ends[n] as number;
      if (end - start > 1) {
        sortStretch(to, from, start, end, 0, lower, next);
        sortStretch(from, to, start, end, lower, shift - lower, next);
      }
      start = end;
    }
  hashes.set(to.hashes);
  values.set(to.values);
};

const highBits = 10;

/** Bits of the greatest hash. */
const bitsOf = (hashes: Uint32Array): number => {
  let any = 0;
  for (let i = 0; i < hashes.length; i++) any |= hashes[i] as number;
  return 32 - Math.clz32(any);
};

interface Entries {
  readonly hashes: Uint32Array;
  readonly values: Uint32Array;
}

/** Moves a stretch in order of some bits. Returns where each digit ends; overwritten by the next call. */
const sortStretch = (
  { hashes, values }: Entries,
  to: Entries,
  start: number,
  end: number,
  shift: number,
  bits: number,
  next: Uint32Array,
): Uint32Array => {
  const digits = 2 ** bits;
  const mask = digits - 1;
  next.fill(0, 0, digits + 1);
  for (let i = start; i < end; i++) {
    const digit = (((hashes[i] as number) >>> shift) & mask) + 1;
    next[digit] = (next[digit] as number) + 1;
  }
  next[0] = start;
  for (let d = 0; d < digits; d++) next[d + 1] = (next[d + 1] as number) + (next[d] as number);
  for (let i = start; i < end; i++) {
    const hash = hashes[i] as number;
    const digit = (hash >>> shift) & mask;
    const at = next[digit] as number;
    next[digit] = at + 1;
    to.hashes[at] = hash;
    to.values[at] = values[i] as number;
  }
  return next;
};
