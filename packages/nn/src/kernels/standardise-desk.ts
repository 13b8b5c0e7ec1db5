import { desk, layOut } from './desk.ts';

/** Neighbouring channels that are standardised alike: by the mean and variance of each item, or of the whole batch. */
export interface Part {
  readonly channels: number;
  readonly over: 'item' | 'batch';
}

/** Numbers for each channel of a part; those of statistics for each channel of each item where items have their own. */
type Numbers = Float32Array;

export interface Scaled extends Part {
  readonly gain: Numbers;
  readonly bias: Numbers;
}

export interface Statistics {
  readonly mean: Numbers;
  /** Unbiased. */
  readonly variance: Numbers;
  /** 1 / √(biased variance + epsilon). */
  readonly inverse: Numbers;
}

/** Stretches of rows that share statistics, and where the channels of a part begin in a row. */
const stretches = (parts: readonly Part[], batch: number, length: number) => {
  const stride = parts.reduce((sum, { channels }) => sum + channels, 0);
  let channel = 0;
  const found = parts.map(({ channels, over }) => {
    const groups = over === 'item' ? batch : 1;
    const count = length / stride / groups;
    const first = channel;
    channel += channels;
    const starts = Array.from({ length: groups }, (_, group) => 4 * (group * count * stride + first));
    return { channels, groups, count, starts };
  });
  return { stride, parts: found };
};

/**
 * gain·(x − mean) / √(variance + epsilon) + bias.
 *
 * @param x - items of rows of the channels of all parts
 * @returns y lies on the desk: to be read before anything else is laid there
 */
export const standardised = (
  x: Float32Array,
  batch: number,
  given: readonly Scaled[],
  epsilon: number,
): { readonly y: Float32Array; readonly statistics: readonly Statistics[] } => {
  const { stride, parts } = stretches(given, batch, x.length);
  const sizes = parts.flatMap(({ channels, groups }) => {
    const [one, all] = [4 * channels, 4 * channels * groups];
    return [one, one, all, all, all];
  });
  const [rows = 0, sums = 0, ...places] = layOut(4 * x.length, 8 * stride, ...sizes);
  const { kernels, memory } = desk;
  const floats = new Float32Array(memory.buffer);
  const copy = (from: number, length: number): Float32Array => floats.slice(from / 4, from / 4 + length);
  floats.set(x, rows / 4);
  const statistics = parts.map(({ channels, groups, count, starts }, i): Statistics => {
    const [gain = 0, bias = 0, mean = 0, variance = 0, inverse = 0] = places.slice(5 * i, 5 * i + 5);
    floats.set(given[i]?.gain ?? [], gain / 4);
    floats.set(given[i]?.bias ?? [], bias / 4);
    starts.forEach((start, group) => {
      const [m, v, n] = [mean, variance, inverse].map((place) => place + 4 * channels * group) as [
        number,
        number,
        number,
      ];
      kernels.standardise(rows + start, count, channels, stride, gain, bias, epsilon, m, v, n, sums);
    });
    const all = channels * groups;
    return { mean: copy(mean, all), variance: copy(variance, all), inverse: copy(inverse, all) };
  });
  return { y: floats.subarray(rows / 4, rows / 4 + x.length), statistics };
};

export interface Standardised extends Part, Pick<Statistics, 'mean' | 'inverse'> {
  readonly gain: Numbers;
}

export interface StandardisedSlopes {
  readonly x: Float32Array;
  readonly parts: readonly { readonly gain: Numbers; readonly bias: Numbers }[];
}

/** The gradients of `standardised`, in one formula; that of x lies on the desk. @param dy - of its values */
export const standardisedSlopes = (
  x: Float32Array,
  dy: Float32Array,
  batch: number,
  given: readonly Standardised[],
): StandardisedSlopes => {
  const { stride, parts } = stretches(given, batch, x.length);
  const sizes = parts.flatMap(({ channels, groups }) => {
    const all = 4 * channels * groups;
    return [4 * channels, all, all, 8 * channels, 8 * channels];
  });
  const [rows = 0, slopes = 0, sums = 0, ...places] = layOut(4 * x.length, 4 * x.length, 24 * stride, ...sizes);
  const { kernels, memory } = desk;
  const [floats, doubles] = [new Float32Array(memory.buffer), new Float64Array(memory.buffer)];
  floats.set(x, rows / 4);
  floats.set(dy, slopes / 4);
  const found = parts.map(({ channels, count, starts }, i) => {
    const [gain = 0, mean = 0, inverse = 0, gains = 0, biases = 0] = places.slice(5 * i, 5 * i + 5);
    floats.set(given[i]?.gain ?? [], gain / 4);
    floats.set(given[i]?.mean ?? [], mean / 4);
    floats.set(given[i]?.inverse ?? [], inverse / 4);
    for (const sum of [gains, biases]) doubles.fill(0, sum / 8, sum / 8 + channels);
    starts.forEach((start, group) => {
      const [m, n] = [mean, inverse].map((place) => place + 4 * channels * group) as [number, number];
      const [from, back] = [rows + start, slopes + start];
      kernels.standardiseGradient(from, back, count, channels, stride, gain, m, n, gains, biases, sums);
    });
    const [forGain, forBias] = [gains, biases].map((sum) =>
      Float32Array.from(doubles.subarray(sum / 8, sum / 8 + channels)),
    );
    return { gain: forGain as Numbers, bias: forBias as Numbers };
  });
  return { x: floats.subarray(slopes / 4, slopes / 4 + x.length), parts: found };
};
