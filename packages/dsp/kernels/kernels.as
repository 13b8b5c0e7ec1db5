// WebAssembly SIMD kernels of @sid/dsp, in AssemblyScript. `build.ts` beside this file compiles them into
// src/kernels.ts. Every pointer is a byte offset into the module's memory, which memory.ts hands out; vectors are
// split into real and imaginary parts; counts are numbers of floats (or of complex numbers).

// @ts-ignore: decorator
@inline
function at(pointer: usize, index: i32): usize {
  return pointer + (<usize>index << 2);
}

// @ts-ignore: decorator
@inline
function splat(pointer: usize): v128 {
  return v128.load32_splat(pointer);
}

/** First pass of Stockham's FFT (stride 1), four butterflies at a time, transposed on their way out. */
function first(xr: usize, xi: usize, yr: usize, yi: usize, quarter: i32, tw: usize): void {
  for (let p = 0; p < quarter; p += 4) {
    const ar = v128.load(at(xr, p)), ai = v128.load(at(xi, p));
    const br = v128.load(at(xr, p + quarter)), bi = v128.load(at(xi, p + quarter));
    const cr = v128.load(at(xr, p + 2 * quarter)), ci = v128.load(at(xi, p + 2 * quarter));
    const dr = v128.load(at(xr, p + 3 * quarter)), di = v128.load(at(xi, p + 3 * quarter));
    const sr = f32x4.add(ar, cr), si = f32x4.add(ai, ci);
    const tr = f32x4.sub(ar, cr), ti = f32x4.sub(ai, ci);
    const ur = f32x4.add(br, dr), ui = f32x4.add(bi, di);
    const vr = f32x4.sub(di, bi), vi = f32x4.sub(br, dr);
    const pr = f32x4.sub(tr, vr), pi = f32x4.sub(ti, vi);
    const qr = f32x4.sub(sr, ur), qi = f32x4.sub(si, ui);
    const hr = f32x4.add(tr, vr), hi = f32x4.add(ti, vi);
    const c1 = v128.load(tw), s1 = v128.load(tw, 16);
    const c2 = v128.load(tw, 32), s2 = v128.load(tw, 48);
    const c3 = v128.load(tw, 64), s3 = v128.load(tw, 80);
    tw += 96;
    transpose(
      yr,
      f32x4.add(sr, ur),
      f32x4.sub(f32x4.mul(pr, c1), f32x4.mul(pi, s1)),
      f32x4.sub(f32x4.mul(qr, c2), f32x4.mul(qi, s2)),
      f32x4.sub(f32x4.mul(hr, c3), f32x4.mul(hi, s3)),
    );
    transpose(
      yi,
      f32x4.add(si, ui),
      f32x4.add(f32x4.mul(pr, s1), f32x4.mul(pi, c1)),
      f32x4.add(f32x4.mul(qr, s2), f32x4.mul(qi, c2)),
      f32x4.add(f32x4.mul(hr, s3), f32x4.mul(hi, c3)),
    );
    yr += 64;
    yi += 64;
  }
}

// @ts-ignore: decorator
@inline
function transpose(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab0, cd0, 0, 2));
  v128.store(to, v128.shuffle<f64>(ab0, cd0, 1, 3), 16);
  v128.store(to, v128.shuffle<f64>(ab1, cd1, 0, 2), 32);
  v128.store(to, v128.shuffle<f64>(ab1, cd1, 1, 3), 48);
}

/** The same pass without SIMD, for transforms too short for it. Twiddles as in `first`. */
function firstShort(xr: usize, xi: usize, yr: usize, yi: usize, quarter: i32, tw: usize): void {
  for (let p = 0; p < quarter; p++) {
    const ar = load<f32>(at(xr, p)), ai = load<f32>(at(xi, p));
    const br = load<f32>(at(xr, p + quarter)), bi = load<f32>(at(xi, p + quarter));
    const cr = load<f32>(at(xr, p + 2 * quarter)), ci = load<f32>(at(xi, p + 2 * quarter));
    const dr = load<f32>(at(xr, p + 3 * quarter)), di = load<f32>(at(xi, p + 3 * quarter));
    const sr = ar + cr, si = ai + ci, tr = ar - cr, ti = ai - ci;
    const ur = br + dr, ui = bi + di, vr = di - bi, vi = br - dr;
    const w = at(tw, p);
    const c1 = load<f32>(w), s1 = load<f32>(w, 16), c2 = load<f32>(w, 32), s2 = load<f32>(w, 48);
    const c3 = load<f32>(w, 64), s3 = load<f32>(w, 80);
    const or = at(yr, 4 * p), oi = at(yi, 4 * p);
    store<f32>(or, sr + ur);
    store<f32>(oi, si + ui);
    store<f32>(or, (tr - vr) * c1 - (ti - vi) * s1, 4);
    store<f32>(oi, (tr - vr) * s1 + (ti - vi) * c1, 4);
    store<f32>(or, (sr - ur) * c2 - (si - ui) * s2, 8);
    store<f32>(oi, (sr - ur) * s2 + (si - ui) * c2, 8);
    store<f32>(or, (tr + vr) * c3 - (ti + vi) * s3, 12);
    store<f32>(oi, (tr + vr) * s3 + (ti + vi) * c3, 12);
  }
}

/** A later radix-4 pass; `tw` holds cos and sin of the three twiddles of each p in sequence. */
function pass4(xr: usize, xi: usize, yr: usize, yi: usize, quarter: i32, stride: i32, tw: usize): void {
  const step = <usize>(quarter * stride) << 2;
  const s4 = <usize>stride << 2;
  for (let p = 0; p < quarter; p++) {
    const c1 = splat(tw), s1 = splat(tw + 4), c2 = splat(tw + 8), s2 = splat(tw + 12);
    const c3 = splat(tw + 16), s3 = splat(tw + 20);
    tw += 24;
    for (let q: usize = 0; q < s4; q += 16) {
      const ar = v128.load(xr), ai = v128.load(xi);
      const br = v128.load(xr + step), bi = v128.load(xi + step);
      const cr = v128.load(xr + 2 * step), ci = v128.load(xi + 2 * step);
      const dr = v128.load(xr + 3 * step), di = v128.load(xi + 3 * step);
      const sr = f32x4.add(ar, cr), si = f32x4.add(ai, ci);
      const tr = f32x4.sub(ar, cr), ti = f32x4.sub(ai, ci);
      const ur = f32x4.add(br, dr), ui = f32x4.add(bi, di);
      const vr = f32x4.sub(di, bi), vi = f32x4.sub(br, dr);
      const pr = f32x4.sub(tr, vr), pi = f32x4.sub(ti, vi);
      const qr = f32x4.sub(sr, ur), qi = f32x4.sub(si, ui);
      const hr = f32x4.add(tr, vr), hi = f32x4.add(ti, vi);
      v128.store(yr, f32x4.add(sr, ur));
      v128.store(yi, f32x4.add(si, ui));
      v128.store(yr + s4, f32x4.sub(f32x4.mul(pr, c1), f32x4.mul(pi, s1)));
      v128.store(yi + s4, f32x4.add(f32x4.mul(pr, s1), f32x4.mul(pi, c1)));
      v128.store(yr + 2 * s4, f32x4.sub(f32x4.mul(qr, c2), f32x4.mul(qi, s2)));
      v128.store(yi + 2 * s4, f32x4.add(f32x4.mul(qr, s2), f32x4.mul(qi, c2)));
      v128.store(yr + 3 * s4, f32x4.sub(f32x4.mul(hr, c3), f32x4.mul(hi, s3)));
      v128.store(yi + 3 * s4, f32x4.add(f32x4.mul(hr, s3), f32x4.mul(hi, c3)));
      xr += 16;
      xi += 16;
      yr += 16;
      yi += 16;
    }
    yr += 3 * s4;
    yi += 3 * s4;
  }
}

function pass2(xr: usize, xi: usize, yr: usize, yi: usize, stride: i32): void {
  const step = <usize>stride << 2;
  for (let q: usize = 0; q < step; q += 16) {
    const ar = v128.load(xr + q), ai = v128.load(xi + q);
    const br = v128.load(xr + step + q), bi = v128.load(xi + step + q);
    v128.store(yr + q, f32x4.add(ar, br));
    v128.store(yi + q, f32x4.add(ai, bi));
    v128.store(yr + step + q, f32x4.sub(ar, br));
    v128.store(yi + step + q, f32x4.sub(ai, bi));
  }
}

/**
 * A pass of any radix. For each of `rest` p, `tw` holds the matrix e^(−2πi·j(p + r·rest)/(radix·rest)), row j, column r,
 * as complex numbers. `stride` is a multiple of 4.
 */
function passAny(xr: usize, xi: usize, yr: usize, yi: usize, radix: i32, rest: i32, stride: i32, tw: usize): void {
  const bytes = <usize>stride << 2;
  const step = <usize>rest * bytes;
  const row = <usize>radix << 3;
  for (let p = 0; p < rest; p++) {
    for (let j = 0; j < radix; j++) {
      for (let q: usize = 0; q < bytes; q += 16) {
        let sr = f32x4.splat(0), si = f32x4.splat(0);
        let from = q;
        for (let r: usize = 0; r < row; r += 8) {
          const c = splat(tw + r), s = splat(tw + r + 4);
          const ar = v128.load(xr + from), ai = v128.load(xi + from);
          sr = f32x4.add(sr, f32x4.sub(f32x4.mul(ar, c), f32x4.mul(ai, s)));
          si = f32x4.add(si, f32x4.add(f32x4.mul(ar, s), f32x4.mul(ai, c)));
          from += step;
        }
        v128.store(yr + q, sr);
        v128.store(yi + q, si);
      }
      tw += row;
      yr += bytes;
      yi += bytes;
    }
    xr += bytes;
    xi += bytes;
  }
}

/**
 * Complex FFT of `size` (a power of two from 8 on, or a multiple of 16) numbers at `x`, real parts first, imaginary
 * parts `size` floats later, with `y` of the same layout as work space. Returns which of the two holds the result.
 */
export function complexFft(x: usize, y: usize, size: i32, tw: usize): usize {
  let length = size;
  let stride = 1;
  const imaginary = <usize>size << 2;
  while (length >= 4 && (length & 3) == 0) {
    const quarter = length >> 2;
    if (stride > 1) {
      pass4(x, x + imaginary, y, y + imaginary, quarter, stride, tw);
      tw += <usize>quarter * 24;
    } else {
      if (quarter >= 4) first(x, x + imaginary, y, y + imaginary, quarter, tw);
      else firstShort(x, x + imaginary, y, y + imaginary, quarter, tw);
      tw += <usize>max(quarter, 4) * 24;
    }
    const t = x;
    x = y;
    y = t;
    length = quarter;
    stride <<= 2;
  }
  if (length == 2) {
    pass2(x, x + imaginary, y, y + imaginary, stride);
    return y;
  }
  while (length > 1) {
    const radix = <i32>load<f32>(tw);
    length /= radix;
    passAny(x, x + imaginary, y, y + imaginary, radix, length, stride, tw + 4);
    tw += 4 + (<usize>(radix * radix * length) << 3);
    stride *= radix;
    const t = x;
    x = y;
    y = t;
  }
  return x;
}

/**
 * Real FFT. `input` holds 2·half floats, `z` and `y` 2·half floats each, `re` and `im` get half + 1 floats, `turn` holds
 * cos and −sin of 2πk/(2·half), half/2 + 1 floats each.
 */
export function realForward(
  input: usize,
  z: usize,
  y: usize,
  re: usize,
  im: usize,
  half: i32,
  tw: usize,
  turn: usize,
): void {
  const bytes = <usize>half << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    const a = v128.load(input + 2 * i), b = v128.load(input + 2 * i, 16);
    v128.store(z + i, v128.shuffle<f32>(a, b, 0, 2, 4, 6));
    v128.store(z + bytes + i, v128.shuffle<f32>(a, b, 1, 3, 5, 7));
  }
  const r = complexFft(z, y, half, tw);
  const i = r + bytes;
  const r0 = load<f32>(r), i0 = load<f32>(i);
  store<f32>(re, r0 + i0);
  store<f32>(im, 0);
  store<f32>(re + bytes, r0 - i0);
  store<f32>(im + bytes, 0);
  const quarter = half >> 1;
  const sines = turn + (<usize>(quarter + 1) << 2);
  const mid = f32x4.splat(0.5);
  for (let k = 1; k <= quarter; k += 4) {
    // The last block ends at `quarter` and may repeat part of the one before, since nothing is done in place.
    const from = min(k, quarter - 3);
    const m = half - from - 3;
    const ar = v128.load(at(r, from)), ai = v128.load(at(i, from));
    const br = reversed(v128.load(at(r, m))), bi = reversed(v128.load(at(i, m)));
    const c = v128.load(at(turn, from)), s = v128.load(at(sines, from));
    const er = f32x4.mul(mid, f32x4.add(ar, br)), ei = f32x4.mul(mid, f32x4.sub(ai, bi));
    const or = f32x4.mul(mid, f32x4.add(ai, bi)), oi = f32x4.mul(mid, f32x4.sub(br, ar));
    const tr = f32x4.sub(f32x4.mul(or, c), f32x4.mul(oi, s));
    const ti = f32x4.add(f32x4.mul(or, s), f32x4.mul(oi, c));
    v128.store(at(re, from), f32x4.add(er, tr));
    v128.store(at(im, from), f32x4.add(ei, ti));
    v128.store(at(re, m), reversed(f32x4.sub(er, tr)));
    v128.store(at(im, m), reversed(f32x4.sub(ti, ei)));
  }
}

/** Undoes `realForward`: writes 2·half floats to `output`. `re` and `im` stay as they are. */
export function realInverse(
  re: usize,
  im: usize,
  z: usize,
  y: usize,
  output: usize,
  half: i32,
  tw: usize,
  turn: usize,
): void {
  const bytes = <usize>half << 2;
  const zi = z, zr = z + bytes;
  // Real and imaginary parts change places before and after: this makes the forward transform an inverse one.
  const scale: f32 = 0.5 / <f32>half;
  const first = load<f32>(re), last = load<f32>(re + bytes);
  store<f32>(zr, (first + last) * scale);
  store<f32>(zi, (first - last) * scale);
  const quarter = half >> 1;
  const sines = turn + (<usize>(quarter + 1) << 2);
  const mid = f32x4.splat(scale);
  for (let k = 1; k <= quarter; k += 4) {
    const from = min(k, quarter - 3);
    const m = half - from - 3;
    const ar = v128.load(at(re, from)), ai = v128.load(at(im, from));
    const br = reversed(v128.load(at(re, m))), bi = reversed(v128.load(at(im, m)));
    const c = v128.load(at(turn, from)), s = v128.load(at(sines, from));
    const er = f32x4.mul(mid, f32x4.add(ar, br)), ei = f32x4.mul(mid, f32x4.sub(ai, bi));
    const tr = f32x4.mul(mid, f32x4.sub(ar, br)), ti = f32x4.mul(mid, f32x4.add(ai, bi));
    const or = f32x4.add(f32x4.mul(tr, c), f32x4.mul(ti, s));
    const oi = f32x4.sub(f32x4.mul(ti, c), f32x4.mul(tr, s));
    v128.store(at(zr, from), f32x4.sub(er, oi));
    v128.store(at(zi, from), f32x4.add(ei, or));
    v128.store(at(zr, m), reversed(f32x4.add(er, oi)));
    v128.store(at(zi, m), reversed(f32x4.sub(or, ei)));
  }
  const result = complexFft(z, y, half, tw);
  for (let i: usize = 0; i < bytes; i += 16) {
    const b = v128.load(result + i), a = v128.load(result + bytes + i);
    v128.store(output + 2 * i, v128.shuffle<f32>(a, b, 0, 4, 1, 5));
    v128.store(output + 2 * i, v128.shuffle<f32>(a, b, 2, 6, 3, 7), 16);
  }
}

// @ts-ignore: decorator
@inline
function reversed(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 3, 2, 1, 0);
}

/** x[i] ← x[i]·gain[i]; `count` is rounded up to a multiple of 4. */
export function multiply(x: usize, gain: usize, count: i32): void {
  const bytes = <usize>count << 2;
  for (let i: usize = 0; i < bytes; i += 16) v128.store(x + i, f32x4.mul(v128.load(x + i), v128.load(gain + i)));
}

/**
 * Polyphase interpolation: an output is the sum of `taps` (a multiple of 4) inputs times the filter of its phase, whose
 * unit is 1/phases of an input; then the position advances by `step` of these. `rows` filters cover all phases.
 */
export function polyphase(
  input: usize,
  output: usize,
  count: i32,
  filters: usize,
  taps: i32,
  rows: i32,
  phases: i32,
  phase: i32,
  step: i32,
): void {
  const whole = step / phases, part = step % phases;
  const bytes = <usize>taps << 2;
  const rowsPerPhase = <f64>rows / <f64>phases;
  for (let m = 0; m < count; m++) {
    const filter = filters + <usize>(<i32>(<f64>phase * rowsPerPhase + 0.5)) * bytes;
    let sum = f32x4.mul(v128.load(input), v128.load(filter));
    for (let i: usize = 16; i < bytes; i += 16)
      sum = f32x4.add(sum, f32x4.mul(v128.load(input + i), v128.load(filter + i)));
    sum = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
    store<f32>(at(output, m), f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1));
    input += <usize>whole << 2;
    phase += part;
    if (phase >= phases) {
      phase -= phases;
      input += 4;
    }
  }
}

/** `count` (rounded up to 4) frames of two 16-bit integers → mean as float, full scale at 1. */
export function stereo16(input: usize, output: usize, count: i32): void {
  const bytes = <usize>count << 2;
  const scale = f32x4.splat(1.0 / 65536.0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const sum = i32x4.extadd_pairwise_i16x8_s(v128.load(input + i));
    v128.store(output + i, f32x4.mul(f32x4.convert_i32x4_s(sum), scale));
  }
}
