/**
 * The median of the `size` values around each of `count` values, `stride` apart from `from` on; beyond the ends the
 * outermost value goes on. A sorted window is kept, in which one value is exchanged at each step.
 *
 * @param size - odd
 */
export const slidingMedian = (
  input: Float32Array,
  output: Float32Array,
  from: number,
  stride: number,
  count: number,
  size: number,
): void => {
  const half = size >> 1;
  const at = (i: number): number => input[from + stride * (i < 0 ? 0 : i >= count ? count - 1 : i)] ?? 0;
  const window = new Float32Array(size);
  for (let i = 0; i < size; i++) window[i] = at(i - half);
  window.sort();
  for (let i = 0; i < count; i++) {
    output[from + stride * i] = window[half] ?? 0;
    exchange(window, at(i - half), at(i + half + 1));
  }
};

/** Takes `old` out of a sorted window and puts `fresh` into it. */
const exchange = (window: Float32Array, old: number, fresh: number): void => {
  let low = 0;
  let high = window.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((window[middle] ?? 0) < old) low = middle + 1;
    else high = middle;
  }
  if (fresh > old) {
    for (; low + 1 < window.length && (window[low + 1] ?? 0) < fresh; low++) window[low] = window[low + 1] ?? 0;
  } else {
    for (; low > 0 && (window[low - 1] ?? 0) > fresh; low--) window[low] = window[low - 1] ?? 0;
  }
  window[low] = fresh;
};
