// See nearest.as. Rows of `channels` numbers lie `stride` numbers apart. Sums are taken in double precision.

/** Rows that are gone over together: they stay near the processor while all of their channels have their turn. */
const together = 256;

// @ts-ignore: decorator
@inline
function at(pointer: usize, index: i32): usize {
  return pointer + (<usize>index << 2);
}

// @ts-ignore: decorator
@inline
function double(pointer: usize, index: i32): usize {
  return pointer + (<usize>index << 3);
}

// @ts-ignore: decorator
@inline
function upper(x: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3));
}

/** Adds to two doubles, and the two behind them, what a vector of four holds. */
// @ts-ignore: decorator
@inline
function add(sums: usize, low: v128, high: v128): void {
  v128.store(sums, f64x2.add(v128.load(sums), low));
  v128.store(sums + 16, f64x2.add(v128.load(sums + 16), high));
}

function addValues(x: usize, rows: i32, channels: i32, stride: i32, sums: usize): void {
  const step = <usize>stride << 2;
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    let low = f64x2.splat(0), high = low;
    for (let row = 0, p = at(x, c); row < rows; row++, p += step) {
      const value = v128.load(p);
      low = f64x2.add(low, f64x2.promote_low_f32x4(value));
      high = f64x2.add(high, upper(value));
    }
    add(double(sums, c), low, high);
  }
  for (; c < channels; c++) {
    let sum: f64 = 0;
    for (let row = 0, p = at(x, c); row < rows; row++, p += step) sum += <f64>load<f32>(p);
    store<f64>(double(sums, c), load<f64>(double(sums, c)) + sum);
  }
}

function addSquares(x: usize, rows: i32, channels: i32, stride: i32, mean: usize, sums: usize): void {
  const step = <usize>stride << 2;
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    const middle = v128.load(at(mean, c));
    let low = f64x2.splat(0), high = low;
    for (let row = 0, p = at(x, c); row < rows; row++, p += step) {
      const centred = f32x4.sub(v128.load(p), middle);
      const square = f32x4.mul(centred, centred);
      low = f64x2.add(low, f64x2.promote_low_f32x4(square));
      high = f64x2.add(high, upper(square));
    }
    add(double(sums, c), low, high);
  }
  for (; c < channels; c++) {
    const middle = load<f32>(at(mean, c));
    let sum: f64 = 0;
    for (let row = 0, p = at(x, c); row < rows; row++, p += step) {
      const centred = load<f32>(p) - middle;
      sum += <f64>(centred * centred);
    }
    store<f64>(double(sums, c), load<f64>(double(sums, c)) + sum);
  }
}

/**
 * gain·(x − mean)/√(variance + epsilon) + bias, in place, and mean, unbiased variance and 1/√(variance + epsilon) of
 * every channel. `sums` has room for a double each.
 */
export function standardise(
  x: usize, count: i32, channels: i32, stride: i32, gain: usize, bias: usize, epsilon: f64,
  mean: usize, variance: usize, inverse: usize, sums: usize,
): void {
  memory.fill(sums, 0, <usize>channels << 3);
  for (let row = 0; row < count; row += together)
    addValues(at(x, row * stride), min(together, count - row), channels, stride, sums);
  for (let c = 0; c < channels; c++) store<f32>(at(mean, c), <f32>(load<f64>(double(sums, c)) / <f64>count));
  memory.fill(sums, 0, <usize>channels << 3);
  for (let row = 0; row < count; row += together)
    addSquares(at(x, row * stride), min(together, count - row), channels, stride, mean, sums);
  for (let c = 0; c < channels; c++) {
    const sum = load<f64>(double(sums, c));
    store<f32>(at(variance, c), <f32>(sum / <f64>max(1, count - 1)));
    store<f32>(at(inverse, c), <f32>(1 / Math.sqrt(sum / <f64>count + epsilon)));
  }
  for (let row = 0; row < count; row++) {
    const line = at(x, row * stride);
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const factor = f32x4.mul(v128.load(at(inverse, c)), v128.load(at(gain, c)));
      const centred = f32x4.sub(v128.load(at(line, c)), v128.load(at(mean, c)));
      v128.store(at(line, c), f32x4.add(f32x4.mul(centred, factor), v128.load(at(bias, c))));
    }
    for (; c < channels; c++) {
      const factor = load<f32>(at(inverse, c)) * load<f32>(at(gain, c));
      store<f32>(at(line, c), (load<f32>(at(line, c)) - load<f32>(at(mean, c))) * factor + load<f32>(at(bias, c)));
    }
  }
}

function addSlopes(
  x: usize, slopes: usize, rows: i32, channels: i32, stride: i32, mean: usize, plain: usize, along: usize,
): void {
  const step = <usize>stride << 2;
  const apart = slopes - x;
  let c = 0;
  for (; c + 4 <= channels; c += 4) {
    const middle = v128.load(at(mean, c));
    let low = f64x2.splat(0), high = low, lowAlong = low, highAlong = low;
    for (let row = 0, p = at(x, c); row < rows; row++, p += step) {
      const slope = v128.load(p + apart);
      const product = f32x4.mul(slope, f32x4.sub(v128.load(p), middle));
      low = f64x2.add(low, f64x2.promote_low_f32x4(slope));
      high = f64x2.add(high, upper(slope));
      lowAlong = f64x2.add(lowAlong, f64x2.promote_low_f32x4(product));
      highAlong = f64x2.add(highAlong, upper(product));
    }
    add(double(plain, c), low, high);
    add(double(along, c), lowAlong, highAlong);
  }
  for (; c < channels; c++) {
    const middle = load<f32>(at(mean, c));
    let sum: f64 = 0, sumAlong: f64 = 0;
    for (let row = 0, p = at(x, c); row < rows; row++, p += step) {
      const slope = load<f32>(p + apart);
      sum += <f64>slope;
      sumAlong += <f64>(slope * (load<f32>(p) - middle));
    }
    store<f64>(double(plain, c), load<f64>(double(plain, c)) + sum);
    store<f64>(double(along, c), load<f64>(double(along, c)) + sumAlong);
  }
}

/**
 * With ŷ = (x − mean)·inverse: slopes become gain·inverse·(dy − mean(dy) − ŷ·mean(dy·ŷ)), in place; Σ dy·ŷ and Σ dy of
 * every channel are added to `gainSlopes` and `biasSlopes`, doubles. `sums` has room for two doubles and two singles each.
 */
export function standardiseGradient(
  x: usize, slopes: usize, count: i32, channels: i32, stride: i32, gain: usize, mean: usize, inverse: usize,
  gainSlopes: usize, biasSlopes: usize, sums: usize,
): void {
  const along = double(sums, channels);
  const shift = double(along, channels);
  const tilt = at(shift, channels);
  memory.fill(sums, 0, <usize>channels << 4);
  for (let row = 0; row < count; row += together) {
    const start = row * stride;
    addSlopes(at(x, start), at(slopes, start), min(together, count - row), channels, stride, mean, sums, along);
  }
  for (let c = 0; c < channels; c++) {
    const scale = <f64>load<f32>(at(inverse, c));
    const plain = load<f64>(double(sums, c));
    const product = load<f64>(double(along, c)) * scale;
    store<f64>(double(biasSlopes, c), load<f64>(double(biasSlopes, c)) + plain);
    store<f64>(double(gainSlopes, c), load<f64>(double(gainSlopes, c)) + product);
    store<f32>(at(shift, c), <f32>(plain / <f64>count));
    store<f32>(at(tilt, c), <f32>(product * scale / <f64>count));
  }
  for (let row = 0; row < count; row++) {
    const line = at(x, row * stride);
    const back = at(slopes, row * stride);
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      const factor = f32x4.mul(v128.load(at(inverse, c)), v128.load(at(gain, c)));
      const centred = f32x4.sub(v128.load(at(line, c)), v128.load(at(mean, c)));
      const rest = f32x4.add(f32x4.mul(centred, v128.load(at(tilt, c))), v128.load(at(shift, c)));
      v128.store(at(back, c), f32x4.mul(f32x4.sub(v128.load(at(back, c)), rest), factor));
    }
    for (; c < channels; c++) {
      const factor = load<f32>(at(inverse, c)) * load<f32>(at(gain, c));
      const centred = load<f32>(at(line, c)) - load<f32>(at(mean, c));
      const rest = centred * load<f32>(at(tilt, c)) + load<f32>(at(shift, c));
      store<f32>(at(back, c), (load<f32>(at(back, c)) - rest) * factor);
    }
  }
}
