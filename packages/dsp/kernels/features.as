// WebAssembly SIMD kernels of the time–frequency transforms: constant-Q filter banks in the frequency domain, mel
// filter banks, logarithms. Conventions as in kernels.as, with which this file is compiled into one module.
import { complexFft } from './kernels';

// @ts-ignore: decorator
@inline
function at(pointer: usize, index: i32): usize {
  return pointer + (<usize>index << 2);
}

/**
 * Continues the spectrum of a real signal (half + 1 numbers at `re`, `im`) beyond 0 and the Nyquist frequency: `below`
 * and `above` numbers more. `to` is where number 0 goes, imaginary parts `apart` bytes later.
 */
export function extendSpectrum(re: usize, im: usize, half: i32, to: usize, apart: usize, below: i32, above: i32): void {
  memory.copy(to, re, (<usize>half + 1) << 2);
  memory.copy(to + apart, im, (<usize>half + 1) << 2);
  for (let k = 1; k <= below; k++) mirror(re, im, k, at(to, -k), apart);
  for (let k = 1; k <= above; k++) mirror(re, im, half - k, at(to, half + k), apart);
}

// @ts-ignore: decorator
@inline
function mirror(re: usize, im: usize, from: i32, to: usize, apart: usize): void {
  store<f32>(to, load<f32>(at(re, from)));
  store<f32>(to + apart, -load<f32>(at(im, from)));
}

/** Multiplies complex numbers (real parts at `x`, imaginary ones at `x + apart`) by those at `turn`, cosines, then sines. */
export function turnSpectrum(x: usize, apart: usize, to: usize, count: i32, turn: usize): void {
  const bytes = <usize>count << 2;
  const sines = turn + bytes;
  for (let i: usize = 0; i < bytes; i += 16) {
    const re = v128.load(x + i), im = v128.load(x + apart + i);
    const c = v128.load(turn + i), s = v128.load(sines + i);
    v128.store(to + i, f32x4.sub(f32x4.mul(re, c), f32x4.mul(im, s)));
    v128.store(to + apart + i, f32x4.add(f32x4.mul(re, s), f32x4.mul(im, c)));
  }
}

/**
 * Filters a spectrum by band filters and brings each band down to `frames` numbers, which are equidistant in
 * time: the product, folded to period `frames`, is transformed back. A descriptor has eight 32-bit integers: pointer to
 * the filter, pointer to the first number of the spectrum that it covers, length (a multiple of 4), place of that
 * number within the period, cosine and sine (floats) of a turn of the result, and a pointer to the imaginary part of the
 * filter where it is not real (else 0); the last one is not used.
 *
 * `mode` 0: magnitudes, 1: squares of these, 2: complex numbers, the imaginary parts `bands · pitch` floats after the
 * real ones. Row b of the output begins `pitch` floats after row b − 1.
 */
export function bands(
  descriptors: usize,
  count: i32,
  apart: usize,
  frames: i32,
  tw: usize,
  x: usize,
  y: usize,
  output: usize,
  pitch: i32,
  mode: i32,
): void {
  const period = <usize>frames << 2;
  const used = <usize>pitch << 2;
  const imaginary = <usize>count * used;
  for (let b = 0; b < count; b++) {
    const filter = <usize>load<u32>(descriptors), from = <usize>load<u32>(descriptors, 4);
    const length = <usize>load<u32>(descriptors, 8) << 2, place = <usize>load<u32>(descriptors, 12) << 2;
    const skew = <usize>load<u32>(descriptors, 24);
    if (skew == 0) fold(filter, from, apart, length, place, period, x);
    else foldComplex(filter, skew, from, apart, length, place, period, x);
    const re = complexFft(x, y, frames, tw) + period;
    const im = re - period;
    if (mode == 2) {
      const c = v128.load32_splat(descriptors + 16), s = v128.load32_splat(descriptors + 20);
      for (let i: usize = 0; i < used; i += 16) {
        const r = v128.load(re + i), m = v128.load(im + i);
        v128.store(output + i, f32x4.sub(f32x4.mul(r, c), f32x4.mul(m, s)));
        v128.store(output + imaginary + i, f32x4.add(f32x4.mul(r, s), f32x4.mul(m, c)));
      }
    } else {
      for (let i: usize = 0; i < used; i += 16) {
        const r = v128.load(re + i), m = v128.load(im + i);
        const square = f32x4.add(f32x4.mul(r, r), f32x4.mul(m, m));
        v128.store(output + i, mode == 0 ? f32x4.sqrt(square) : square);
      }
    }
    output += used;
    descriptors += 32;
  }
}

/**
 * Sums of the products over all numbers that share a place within the period. Real and imaginary parts change places:
 * the forward transform of what is written is then the inverse one of what is meant.
 */
// @ts-ignore: decorator
@inline
function fold(filter: usize, from: usize, apart: usize, length: usize, place: usize, period: usize, x: usize): void {
  if (length < period) memory.fill(x, 0, 2 * period);
  const first = min(length, period);
  for (let u: usize = 0; u < first; u += 16) {
    const h = v128.load(filter + u);
    let re = f32x4.mul(v128.load(from + u), h);
    let im = f32x4.mul(v128.load(from + apart + u), h);
    for (let v = u + period; v < length; v += period) {
      const g = v128.load(filter + v);
      re = f32x4.add(re, f32x4.mul(v128.load(from + v), g));
      im = f32x4.add(im, f32x4.mul(v128.load(from + apart + v), g));
    }
    v128.store(x + place + period, re);
    v128.store(x + place, im);
    place += 16;
    if (place == period) place = 0;
  }
}

/** The same with a filter that is complex. */
function foldComplex(
  filter: usize,
  skew: usize,
  from: usize,
  apart: usize,
  length: usize,
  place: usize,
  period: usize,
  x: usize,
): void {
  if (length < period) memory.fill(x, 0, 2 * period);
  const first = min(length, period);
  for (let u: usize = 0; u < first; u += 16) {
    let re = f32x4.splat(0), im = f32x4.splat(0);
    for (let v = u; v < length; v += period) {
      const g = v128.load(filter + v), h = v128.load(skew + v);
      const xr = v128.load(from + v), xi = v128.load(from + apart + v);
      re = f32x4.add(re, f32x4.sub(f32x4.mul(xr, g), f32x4.mul(xi, h)));
      im = f32x4.add(im, f32x4.add(f32x4.mul(xr, h), f32x4.mul(xi, g)));
    }
    v128.store(x + place + period, re);
    v128.store(x + place, im);
    place += 16;
    if (place == period) place = 0;
  }
}

/** |re + i·im|² (mode 1) or its root (mode 0). */
export function magnitudes(re: usize, im: usize, output: usize, count: i32, mode: i32): void {
  const bytes = <usize>count << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const r = v128.load(re + i), m = v128.load(im + i);
    const square = f32x4.add(f32x4.mul(r, r), f32x4.mul(m, m));
    v128.store(output + i, mode == 0 ? f32x4.sqrt(square) : square);
  }
}

/**
 * Weighted sums: for each filter a pointer to its weights, a pointer to the first number it covers, and its length (a
 * multiple of 4). Sum f goes to `output + f·pitch` floats.
 */
export function filterSums(descriptors: usize, count: i32, output: usize, pitch: i32): void {
  const step = <usize>pitch << 2;
  for (let f = 0; f < count; f++) {
    const weights = <usize>load<u32>(descriptors), from = <usize>load<u32>(descriptors, 4);
    const bytes = <usize>load<u32>(descriptors, 8) << 2;
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16)
      sum = f32x4.add(sum, f32x4.mul(v128.load(weights + i), v128.load(from + i)));
    sum = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
    store<f32>(output, f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1));
    output += step;
    descriptors += 12;
  }
}

/**
 * x ← factor · ln(max(x, least) + offset), in place. The argument is split into 2^e·m with √½ ≤ m < √2, and ln m is
 * 2·artanh((m − 1)/(m + 1)), a series in odd powers of at most 0.172: what is left out is below 1e-8.
 */
export function logarithms(x: usize, count: i32, least: f32, offset: f32, factor: f32): void {
  const bytes = <usize>count << 2;
  const one = f32x4.splat(1), half = i32x4.splat(0x3f3504f3);
  for (let i: usize = 0; i < bytes; i += 16) {
    const v = f32x4.add(f32x4.max(v128.load(x + i), f32x4.splat(least)), f32x4.splat(offset));
    const above = i32x4.sub(v, half);
    const exponent = i32x4.shr_s(above, 23);
    const m = i32x4.add(v128.and(above, i32x4.splat(0x007fffff)), half);
    const t = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
    const s = f32x4.mul(t, t);
    let series = f32x4.add(f32x4.splat(0.22222222), f32x4.mul(s, f32x4.splat(0.18181818)));
    series = f32x4.add(f32x4.splat(0.28571429), f32x4.mul(s, series));
    series = f32x4.add(f32x4.splat(0.4), f32x4.mul(s, series));
    series = f32x4.add(f32x4.splat(0.66666667), f32x4.mul(s, series));
    const tail = f32x4.mul(f32x4.mul(t, s), series);
    const e = f32x4.convert_i32x4_s(exponent);
    const log = f32x4.add(f32x4.mul(e, f32x4.splat(0.69314718)), f32x4.add(f32x4.add(t, t), tail));
    v128.store(x + i, f32x4.mul(log, f32x4.splat(factor)));
  }
}
