// WebAssembly SIMD kernels of the vector indexes, in AssemblyScript. `build.ts` beside this file compiles them into
// src/kernels.ts. Every pointer is a byte offset into the memory that the instance was given; `bytes` is the length of
// one vector there, a multiple of 64. Compared with FMA, mul and add apart cost nothing where a core has pipes for
// both, and give the same bits on every machine.

// @ts-ignore: decorator
@inline
function sum(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The dot product whose rounding every search reports: sixteen partial sums, one per position modulo 16. */
// @ts-ignore: decorator
@inline
function dot(query: usize, row: usize, bytes: i32): f32 {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (let k = 0; k < bytes; k += 64) {
    const x = query + k, y = row + k;
    a = f32x4.add(a, f32x4.mul(v128.load(x), v128.load(y)));
    b = f32x4.add(b, f32x4.mul(v128.load(x, 16), v128.load(y, 16)));
    c = f32x4.add(c, f32x4.mul(v128.load(x, 32), v128.load(y, 32)));
    d = f32x4.add(d, f32x4.mul(v128.load(x, 48), v128.load(y, 48)));
  }
  return sum(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

/** `count` rows in a row. One stream through memory: faster than four rows at once. */
export function scan(query: usize, rows: usize, count: i32, bytes: i32, scores: usize): void {
  for (let i = 0; i < count; i++) {
    f32.store(scores, dot(query, rows, bytes));
    scores += 4;
    rows += bytes;
  }
}

/** The same for two rows at once: where they are far apart, one waits for memory while the other does. */
// @ts-ignore: decorator
@inline
function pair(query: usize, one: usize, two: usize, bytes: i32, first: usize, second: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  for (let k = 0; k < bytes; k += 64) {
    const q = query + k, x = one + k, y = two + k;
    const s = v128.load(q), t = v128.load(q, 16), u = v128.load(q, 32), v = v128.load(q, 48);
    a = f32x4.add(a, f32x4.mul(s, v128.load(x)));
    e = f32x4.add(e, f32x4.mul(s, v128.load(y)));
    b = f32x4.add(b, f32x4.mul(t, v128.load(x, 16)));
    f = f32x4.add(f, f32x4.mul(t, v128.load(y, 16)));
    c = f32x4.add(c, f32x4.mul(u, v128.load(x, 32)));
    g = f32x4.add(g, f32x4.mul(u, v128.load(y, 32)));
    d = f32x4.add(d, f32x4.mul(v, v128.load(x, 48)));
    h = f32x4.add(h, f32x4.mul(v, v128.load(y, 48)));
  }
  f32.store(first, sum(f32x4.add(f32x4.add(a, b), f32x4.add(c, d))));
  f32.store(second, sum(f32x4.add(f32x4.add(e, f), f32x4.add(g, h))));
}

/** Rows anywhere: `list` holds `count` row numbers. */
export function gather(query: usize, rows: usize, list: usize, count: i32, bytes: i32, scores: usize): void {
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const one = <usize>i32.load(list) * bytes, two = <usize>i32.load(list, 4) * bytes;
    pair(query, rows + one, rows + two, bytes, scores, scores + 4);
    list += 8;
    scores += 8;
  }
  if (i < count) f32.store(scores, dot(query, rows + <usize>i32.load(list) * bytes, bytes));
}

/**
 * Rows of floats to signed bytes: each row is divided by a hundred and twenty-seventh of its greatest magnitude and
 * rounded. That step goes to `steps`, one float per row. `limits` holds the greatest length of what rounding took from
 * a row, and the greatest length of a rounded row; both are raised where needed, and are a little too large rather than
 * too small.
 */
export function encode(rows: usize, count: i32, bytes: i32, codes: usize, steps: usize, limits: usize): void {
  for (let i = 0; i < count; i++) {
    let most = f32x4.splat(0);
    for (let k = 0; k < bytes; k += 16) most = f32x4.max(most, f32x4.abs(v128.load(rows + k)));
    const greatest = max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
    const step: f32 = greatest / 127;
    const inverse = f32x4.splat(step > 1e-30 ? 1 / step : 0), size = f32x4.splat(step);
    let lost = f32x4.splat(0), length = lost;
    for (let k = 0; k < bytes; k += 64) {
      const from = rows + k;
      const a = round(from, inverse), b = round(from + 16, inverse);
      const c = round(from + 32, inverse), d = round(from + 48, inverse);
      const w = scaled(a, size), x = scaled(b, size), y = scaled(c, size), z = scaled(d, size);
      length = f32x4.add(f32x4.add(length, square(w)), f32x4.add(square(x), f32x4.add(square(y), square(z))));
      lost = f32x4.add(f32x4.add(lost, rest(from, w)), f32x4.add(rest(from + 16, x), f32x4.add(rest(from + 32, y), rest(from + 48, z))));
      v128.store(codes + (k >> 2), i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
    }
    f32.store(steps, step);
    f32.store(limits, max(f32.load(limits), sqrt(sum(lost)) * 1.001));
    f32.store(limits, max(f32.load(limits, 4), sqrt(sum(length)) * 1.001), 4);
    rows += bytes;
    codes += bytes >> 2;
    steps += 4;
  }
}

// @ts-ignore: decorator
@inline
function round(at: usize, inverse: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(at), inverse)));
}

// @ts-ignore: decorator
@inline
function scaled(code: v128, size: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(code), size);
}

// @ts-ignore: decorator
@inline
function square(v: v128): v128 {
  return f32x4.mul(v, v);
}

// @ts-ignore: decorator
@inline
function rest(at: usize, value: v128): v128 {
  return square(f32x4.sub(v128.load(at), value));
}

/**
 * Scores of one query of 16-bit numbers with rows of bytes, `count` in a row; `bytes` is again the length of a vector of
 * floats. Sums are of whole numbers, hence exact as long as they fit 32 bits: whoever makes the query sees to that.
 */
export function estimate(query: usize, codes: usize, count: i32, bytes: i32, steps: usize, step: f32, scores: usize): void {
  const length = bytes >> 2;
  for (let i = 0; i < count; i++) {
    let a = i32x4.splat(0), b = a;
    for (let k = 0; k < length; k += 16) {
      const x = query + (k << 1), y = codes + k;
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(x), v128.load_ext<i8>(y)));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load(x, 16), v128.load_ext<i8>(y, 8)));
    }
    const c = i32x4.add(a, b);
    const total =
      i32x4.extract_lane(c, 0) + i32x4.extract_lane(c, 1) + i32x4.extract_lane(c, 2) + i32x4.extract_lane(c, 3);
    f32.store(scores, <f32>total * f32.load(steps) * step);
    codes += length;
    steps += 4;
    scores += 4;
  }
}

/** Lists the numbers of the rows whose score is `least` at least. Returns how many there are. */
export function reach(scores: usize, count: i32, least: f32, list: usize): i32 {
  const start = list, bound = f32x4.splat(least);
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const p = scores + (i << 2);
    const any = v128.or(
      v128.or(f32x4.ge(v128.load(p), bound), f32x4.ge(v128.load(p, 16), bound)),
      v128.or(f32x4.ge(v128.load(p, 32), bound), f32x4.ge(v128.load(p, 48), bound)),
    );
    if (!v128.any_true(any)) continue;
    for (let j = i; j < i + 16; j++) {
      if (f32.load(scores + (j << 2)) < least) continue;
      i32.store(list, j);
      list += 4;
    }
  }
  for (; i < count; i++) {
    if (f32.load(scores + (i << 2)) < least) continue;
    i32.store(list, i);
    list += 4;
  }
  return <i32>((list - start) >> 2);
}

/**
 * Scores of `m` queries with `n` rows, three by four at a time: twelve sums fill the registers. Reads and writes up to
 * the next multiple of 3 and of 4; lines of scores are `n` rounded up to 4 apart.
 */
export function product(queries: usize, rows: usize, m: i32, n: i32, bytes: i32, scores: usize): void {
  const line = ((n + 3) & ~3) << 2;
  for (let j = 0; j < n; j += 4) {
    const r0 = rows + j * bytes, r1 = r0 + bytes, r2 = r1 + bytes, r3 = r2 + bytes;
    for (let i = 0; i < m; i += 3) {
      const q0 = queries + i * bytes, q1 = q0 + bytes, q2 = q1 + bytes;
      let a0 = f32x4.splat(0), b0 = a0, c0 = a0, d0 = a0;
      let a1 = a0, b1 = a0, c1 = a0, d1 = a0, a2 = a0, b2 = a0, c2 = a0, d2 = a0;
      for (let k = 0; k < bytes; k += 16) {
        const x = v128.load(q0 + k), y = v128.load(q1 + k), z = v128.load(q2 + k);
        let w = v128.load(r0 + k);
        a0 = f32x4.add(a0, f32x4.mul(x, w)); a1 = f32x4.add(a1, f32x4.mul(y, w)); a2 = f32x4.add(a2, f32x4.mul(z, w));
        w = v128.load(r1 + k);
        b0 = f32x4.add(b0, f32x4.mul(x, w)); b1 = f32x4.add(b1, f32x4.mul(y, w)); b2 = f32x4.add(b2, f32x4.mul(z, w));
        w = v128.load(r2 + k);
        c0 = f32x4.add(c0, f32x4.mul(x, w)); c1 = f32x4.add(c1, f32x4.mul(y, w)); c2 = f32x4.add(c2, f32x4.mul(z, w));
        w = v128.load(r3 + k);
        d0 = f32x4.add(d0, f32x4.mul(x, w)); d1 = f32x4.add(d1, f32x4.mul(y, w)); d2 = f32x4.add(d2, f32x4.mul(z, w));
      }
      const s = scores + i * line + (j << 2), t = s + line, u = t + line;
      f32.store(s, sum(a0)); f32.store(s, sum(b0), 4); f32.store(s, sum(c0), 8); f32.store(s, sum(d0), 12);
      f32.store(t, sum(a1)); f32.store(t, sum(b1), 4); f32.store(t, sum(c1), 8); f32.store(t, sum(d1), 12);
      f32.store(u, sum(a2)); f32.store(u, sum(b2), 4); f32.store(u, sum(c2), 8); f32.store(u, sum(d2), 12);
    }
  }
}

/** Whether the entry at `a` (score, row) comes before that at `b`: greater score, or the same and a lower row. */
// @ts-ignore: decorator
@inline
function before(score: f32, row: i32, b: usize): bool {
  const other = f32.load(b);
  return score > other || (score == other && row < i32.load(b, 4));
}

// @ts-ignore: decorator
@inline
function swap(a: usize, b: usize): void {
  const x = i64.load(a);
  i64.store(a, i64.load(b));
  i64.store(b, x);
}

/** Hoare's selection: the `k` first of `count` entries come to the front, in no order. */
function cut(entries: usize, count: i32, k: i32): void {
  let low = 0, high = count - 1;
  while (low < high) {
    const middle = entries + (((low + high) >> 1) << 3);
    const score = f32.load(middle), row = i32.load(middle, 4);
    let i = low, j = high;
    while (i <= j) {
      while (i <= high) {
        const e = entries + (i << 3), other = f32.load(e);
        if (!(other > score || (other == score && i32.load(e, 4) < row))) break;
        i++;
      }
      while (j >= low && before(score, row, entries + (j << 3))) j--;
      if (i <= j) {
        swap(entries + (i << 3), entries + (j << 3));
        i++;
        j--;
      }
    }
    if (k - 1 <= j) high = j;
    else if (k - 1 >= i) low = i;
    else break;
  }
}

// @ts-ignore: decorator
@inline
function offer(best: usize, score: f32, row: i32, k: i32): void {
  let count = i32.load(best);
  const entry = best + 8 + (count << 3);
  f32.store(entry, score);
  i32.store(entry, row, 4);
  count++;
  if (count == k << 1) {
    cut(best + 8, count, k);
    count = k;
    let least = f32.load(best, 8);
    for (let i = 1; i < k; i++) least = min(least, f32.load(best + 8 + (i << 3)));
    f32.store(best, least, 4);
  }
  i32.store(best, count);
}

/**
 * Offers `count` scores, of the rows from `first` on, to the list of the `k` best at `best`: how many entries it holds,
 * the score that a new one must exceed, and room for 2k entries of (score, row). Halved whenever it is full, so that an
 * entry costs the same however large `k` is. Rows must come in rising order: then what equals the threshold is later
 * than all that is kept, and loses.
 */
export function select(scores: usize, count: i32, first: i32, best: usize, k: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const t = v128.load32_splat(best, 4);
    const p = scores + (i << 2);
    const any = v128.or(
      v128.or(f32x4.gt(v128.load(p), t), f32x4.gt(v128.load(p, 16), t)),
      v128.or(f32x4.gt(v128.load(p, 32), t), f32x4.gt(v128.load(p, 48), t)),
    );
    if (!v128.any_true(any)) continue;
    for (let j = i; j < i + 16; j++) {
      const score = f32.load(scores + (j << 2));
      if (score > f32.load(best, 4)) offer(best, score, first + j, k);
    }
  }
  for (; i < count; i++) {
    const score = f32.load(scores + (i << 2));
    if (score > f32.load(best, 4)) offer(best, score, first + i, k);
  }
}

/** The same for `m` lines of scores, `line` bytes apart, and as many lists, each with room for 2k entries. */
export function selectAll(scores: usize, m: i32, line: i32, count: i32, first: i32, best: usize, k: i32): void {
  for (let i = 0; i < m; i++) select(scores + i * line, count, first, best + i * (8 + (k << 4)), k);
}

/** Leaves the `k` best entries in the list at `best`. Returns how many there are. */
export function finish(best: usize, k: i32): i32 {
  const count = i32.load(best);
  if (count <= k) return count;
  cut(best + 8, count, k);
  return k;
}

/** Leaves the `k` best of the list at `best`, with the scores of `dot`, and their number where it had counted. */
export function settle(query: usize, rows: usize, bytes: i32, best: usize, k: i32): void {
  const count = finish(best, k);
  let entry = best + 8, i = 0;
  for (; i + 2 <= count; i += 2) {
    const one = <usize>i32.load(entry, 4) * bytes, two = <usize>i32.load(entry, 12) * bytes;
    pair(query, rows + one, rows + two, bytes, entry, entry + 8);
    entry += 16;
  }
  if (i < count) f32.store(entry, dot(query, rows + <usize>i32.load(entry, 4) * bytes, bytes));
  i32.store(best, count);
}
