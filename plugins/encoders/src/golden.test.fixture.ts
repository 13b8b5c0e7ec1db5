import { expect } from 'vitest';

/** Rows of a golden file's `parameters` table. */
interface Row {
  readonly t: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly base: number;
  readonly scale: number;
  readonly buffer?: boolean;
}

export interface Statistics {
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  readonly samples: readonly number[];
}

interface Gradient {
  readonly parameter: string;
  readonly norm: number;
  readonly sampleIndex: readonly number[];
  readonly samples: readonly number[];
}

export interface Golden {
  readonly model: string;
  readonly parameterCount: number;
  readonly parameters: readonly Row[];
  readonly inputs: {
    readonly shape: readonly [number, number];
    readonly base: number;
    readonly amp: number;
    readonly noise: number;
    readonly seed: number;
    readonly sumOfInput: readonly number[];
  };
  readonly checkValues: readonly { readonly name: string; readonly first3: readonly number[] }[];
  readonly embedding: { readonly inputs: readonly (readonly number[])[] };
  readonly activations: readonly {
    readonly point: string;
    readonly shape: readonly number[];
    readonly sampleIndex: readonly number[];
    readonly inputs: readonly Statistics[];
  }[];
  readonly training: {
    /** GNN only: per block and input. */
    readonly graphs?: { readonly sumOfEdgeLists: readonly (readonly number[])[] };
    readonly lossValue: number;
    readonly embedding: readonly (readonly number[])[];
    readonly gradients: readonly Gradient[];
    readonly runningStatisticsAfter: {
      readonly norm: string;
      readonly sampleIndex: readonly number[];
      readonly running_mean: readonly number[];
      readonly running_var: readonly number[];
    };
  };
}

const mix = (value: number): number => {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** The golden files' uniform numbers: element k of tensor t. */
export const uniform = (t: number, k: number): number => mix(mix(k) ^ mix((t + 0x9e3779b9) >>> 0)) / 2 ** 32;

export const goldenWeights = (rows: readonly Row[]): ReadonlyMap<string, Float32Array> =>
  new Map(
    rows.map(({ t, name, shape, base, scale }) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) =>
        Math.fround(base + scale * (2 * uniform(t, k) - 1)),
      ),
    ]),
  );

const coefficients = [
  [7, 13, 0, 0.25],
  [97, 211, 5, 1],
  [2, 29, 0, 2],
  [311, 5, 3, 0.5],
] as const;

/** Formula input i, row-major. */
export const goldenInput = (
  i: number,
  { shape: [rows, columns], base, amp, noise, seed }: Omit<Golden['inputs'], 'sumOfInput'>,
): Float32Array => {
  const [a, b, d, f] = coefficients[i] ?? coefficients[0];
  return Float32Array.from({ length: rows * columns }, (_, k) => {
    const r = Math.floor(k / columns);
    const c = k % columns;
    const m = (r * a + c * b + r * c * d) % 1024;
    const triangle = 1 - 4 * Math.abs(m / 1024 - 0.5);
    return Math.fround(base + amp * triangle + noise * f * (2 * uniform(100000 + 10 * seed + i, k) - 1));
  });
};

/** Largest difference relative to the largest expected value. */
export const deviation = (actual: ArrayLike<number>, expected: ArrayLike<number>, scale?: number): number => {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  let largest = scale ?? 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
    if (scale === undefined) largest = Math.max(largest, Math.abs(expected[i] ?? 0));
  }
  return worst / largest;
};

/** Of one item, in the golden order. */
export const statistics = (values: Float32Array, sampleIndex: readonly number[]): Statistics => {
  let sum = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  const samples = sampleIndex.map((i) => values[i] ?? Number.NaN);
  return { mean, std: Math.sqrt(squares / values.length), min, max, samples };
};

export const flatten = ({ mean, std, min, max, samples }: Statistics): number[] => [mean, std, min, max, ...samples];
