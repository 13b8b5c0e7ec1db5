/** Seeded random numbers: the same on every machine. Not for secrets. */
export interface Random {
  /** Uniform in [0, 1), 32 bits fine. */
  next(): number;
  /** Fills `values` with as many draws of 32 bits: what `next` would have given, times 2³². Much faster for many. */
  bits(values: Uint32Array): void;
  /** Uniform integer in 0…n−1. @param n - 1…2³² */
  int(n: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
  /** An independent stream named `name`. It depends on seed and names alone, not on what was drawn before. */
  fork(name: string): Random;
}

/** FNV-1a over UTF-16 code units, 32 bits, from any `basis`. */
const hash = (text: string, basis: number): number => {
  let h = basis;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
};

/**
 * Chris Doty-Humphrey's sfc32 (PractRand): 128 bits of state, integer operations only. Its first twelve outputs are
 * discarded, as the author advises, so that near seeds part. `normal` uses logarithm and cosine, whose last bits
 * ECMAScript leaves open and versions of Node differ in: what must be equal everywhere draws from `next`.
 */
export const createRandom = (seed: number | string): Random => {
  const path = String(seed);
  // Three bases, not one hash spread out: forks of equal streams would else be a matter of 32 bits only.
  const state = Int32Array.of(hash(path, 0x811c9dc5), hash(path, 0x9e3779b9), hash(path, 0x85ebca6b), 1);
  const bits = (values: Uint32Array): void => {
    let a = state[0] ?? 0;
    let b = state[1] ?? 0;
    let c = state[2] ?? 0;
    let counter = state[3] ?? 0;
    for (let i = 0; i < values.length; i++) {
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      values[i] = sum;
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = counter;
  };
  const one = new Uint32Array(1);
  bits(new Uint32Array(12));
  const next = (): number => {
    bits(one);
    return (one[0] ?? 0) / 2 ** 32;
  };
  return {
    next,
    bits,
    int: (n) => Math.floor(next() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (name) => createRandom(`${path}/${name.length}:${name}`),
  };
};
