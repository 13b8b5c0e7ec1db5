// WebAssembly SIMD kernels of @sid/nn, in AssemblyScript. `npm run kernels -w @sid/nn` compiles them into
// src/kernels.ts. Every pointer is a byte offset into the memory that the instance was given.

/** Lengths whose products single precision can hold. */
const tooLong: f64 = 1e37;

// @ts-ignore: decorator
@inline
function at(pointer: usize, index: i32): usize {
  return pointer + (<usize>index << 2);
}

/** Squared Euclidean distance in double precision, summed in the order of the channels. */
function distance(a: usize, b: usize, channels: i32): f64 {
  let sum: f64 = 0;
  for (let c = 0; c < channels; c++) {
    const d = <f64>load<f32>(at(a, c)) - <f64>load<f32>(at(b, c));
    sum += d * d;
  }
  return sum;
}

/**
 * One line of nodes for every channel, with zeros up to `wide`, and half of every node's squared length, in double
 * precision and rounded. What is beyond the nodes is infinitely far away. Returns the longest half.
 */
function turn(points: usize, nodes: i32, channels: i32, wide: i32, lines: usize, exact: usize, halves: usize): f64 {
  memory.fill(exact, 0, <usize>wide << 3);
  for (let c = 0; c < channels; c++) {
    const line = at(lines, c * wide);
    for (let j = 0; j < nodes; j++) {
      const value = load<f32>(at(points, j * channels + c));
      store<f32>(at(line, j), value);
      const sum = exact + (<usize>j << 3);
      store<f64>(sum, load<f64>(sum) + <f64>value * <f64>value);
    }
    for (let j = nodes; j < wide; j++) store<f32>(at(line, j), 0);
  }
  let longest: f64 = 0;
  for (let j = 0; j < wide; j++) {
    const sum = exact + (<usize>j << 3);
    const half = load<f64>(sum) / 2;
    // Not a number must not get lost here.
    if (!(half <= longest)) longest = half;
    if (half !== half) return half;
    store<f64>(sum, half);
    store<f32>(at(halves, j), j < nodes ? <f32>half : Infinity);
  }
  return longest;
}

/**
 * How near all nodes are to four of them, from `first` on: the product less half of the squared length, in single
 * precision. Four rows of `wide` numbers.
 */
function fourRows(lines: usize, halves: usize, first: i32, channels: i32, wide: i32, rows: usize): void {
  const step = <usize>wide << 2;
  for (let j = 0; j < wide; j += 8) {
    let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
    let row = at(lines, first);
    let column = at(lines, j);
    for (let c = 0; c < channels; c++) {
      const x = v128.load(column), y = v128.load(column, 16);
      const a = v128.load32_splat(row), b = v128.load32_splat(row, 4);
      a0 = f32x4.add(a0, f32x4.mul(a, x));
      a1 = f32x4.add(a1, f32x4.mul(a, y));
      b0 = f32x4.add(b0, f32x4.mul(b, x));
      b1 = f32x4.add(b1, f32x4.mul(b, y));
      const e = v128.load32_splat(row, 8), d = v128.load32_splat(row, 12);
      c0 = f32x4.add(c0, f32x4.mul(e, x));
      c1 = f32x4.add(c1, f32x4.mul(e, y));
      d0 = f32x4.add(d0, f32x4.mul(d, x));
      d1 = f32x4.add(d1, f32x4.mul(d, y));
      row += step;
      column += step;
    }
    const x = v128.load(at(halves, j)), y = v128.load(at(halves, j), 16);
    let to = at(rows, j);
    v128.store(to, f32x4.sub(a0, x));
    v128.store(to, f32x4.sub(a1, y), 16);
    to += step;
    v128.store(to, f32x4.sub(b0, x));
    v128.store(to, f32x4.sub(b1, y), 16);
    to += step;
    v128.store(to, f32x4.sub(c0, x));
    v128.store(to, f32x4.sub(c1, y), 16);
    to += step;
    v128.store(to, f32x4.sub(d0, x));
    v128.store(to, f32x4.sub(d1, y), 16);
  }
}

/** How many of sixteen numbers are no less than a number. */
// @ts-ignore: decorator
@inline
function reaching(a: v128, b: v128, c: v128, d: v128, least: v128): i32 {
  const low = i16x8.narrow_i32x4_s(f32x4.ge(a, least), f32x4.ge(b, least));
  const high = i16x8.narrow_i32x4_s(f32x4.ge(c, least), f32x4.ge(d, least));
  return popcnt(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
}

/**
 * A number that at least `size` of a row reach: the greatest that so many of the maxima of sixteen parts reach. −∞ where
 * there are too few parts. `room` is for sixteen numbers.
 */
function floorOf(row: usize, wide: i32, size: i32, room: usize): f32 {
  let best: f32 = -Infinity;
  if (size > 12) return best;
  let a = f32x4.splat(best), b = a, c = a, d = a;
  let j = 0;
  for (; j + 16 <= wide; j += 16) {
    const from = at(row, j);
    a = f32x4.pmax(a, v128.load(from));
    b = f32x4.pmax(b, v128.load(from, 16));
    c = f32x4.pmax(c, v128.load(from, 32));
    d = f32x4.pmax(d, v128.load(from, 48));
  }
  if (j < wide) {
    a = f32x4.pmax(a, v128.load(at(row, j)));
    b = f32x4.pmax(b, v128.load(at(row, j), 16));
  }
  v128.store(room, a);
  v128.store(room, b, 16);
  v128.store(room, c, 32);
  v128.store(room, d, 48);
  for (let i = 0; i < 16; i++) {
    const value = load<f32>(at(room, i));
    if (reaching(a, b, c, d, f32x4.splat(value)) >= size) best = max(best, value);
  }
  return best;
}

/**
 * The nodes of a row that may be among the `size` nearest, the apparently nearest first, the lower index first among
 * equals: all that are less than `bound` behind the one in place `size`. Returns how many.
 */
function candidates(row: usize, wide: i32, size: i32, bound: f64, found: usize, nodes: usize): i32 {
  let count = 0;
  // Not to insert what later ones drive out: nodes that come ever nearer, as patches side by side do, would all be.
  let limit = <f32>(<f64>floorOf(row, wide, size, found) - bound);
  let limits = f32x4.splat(limit);
  for (let j = 0; j < wide; j += 8) {
    const low = f32x4.gt(v128.load(at(row, j)), limits);
    const high = f32x4.gt(v128.load(at(row, j), 16), limits);
    // What stands beyond the nodes is −∞, and no more than any limit.
    let mask = i16x8.bitmask(i16x8.narrow_i32x4_s(low, high));
    while (mask !== 0) {
      const k = j + ctz(mask);
      mask &= mask - 1;
      const value = load<f32>(at(row, k));
      if (!(value > limit)) continue;
      let place = count++;
      for (; place > 0 && value > load<f32>(at(found, place - 1)); place--) {
        store<f32>(at(found, place), load<f32>(at(found, place - 1)));
        store<i32>(at(nodes, place), load<i32>(at(nodes, place - 1)));
      }
      store<f32>(at(found, place), value);
      store<i32>(at(nodes, place), k);
      if (count < size) continue;
      const nearer = <f32>(<f64>load<f32>(at(found, size - 1)) - bound);
      if (nearer <= limit) continue;
      limit = nearer;
      limits = f32x4.splat(limit);
      while (count > size && !(load<f32>(at(found, count - 1)) > limit)) count--;
    }
  }
  return count;
}

/** Sorts nodes `from` … `to` of a list by their distance to a node, the lower index first among equals. */
function settle(points: usize, node: i32, channels: i32, nodes: usize, from: i32, to: i32, distances: usize): void {
  const own = at(points, node * channels);
  for (let i = from; i < to; i++) {
    const j = load<i32>(at(nodes, i));
    const far = distance(own, at(points, j * channels), channels);
    let place = i;
    for (; place > from; place--) {
      const before = load<f64>(distances + (<usize>(place - 1) << 3));
      const other = load<i32>(at(nodes, place - 1));
      if (before < far || (before === far && other < j)) break;
      store<f64>(distances + (<usize>place << 3), before);
      store<i32>(at(nodes, place), other);
    }
    store<f64>(distances + (<usize>place << 3), far);
    store<i32>(at(nodes, place), j);
  }
}

/** Bytes that `nearest` works in. */
export function nearestRoom(nodes: i32, channels: i32): i32 {
  const wide = (nodes + 7) & ~7;
  return (wide * (channels + 11) + 16) << 2;
}

/**
 * Every `dilation`-th of the `size` nearest of every node of one item, itself included, nearest first, of equals the
 * lower index: as from distances in double precision, to the last tie, with few of them computed. From products in
 * single precision follow all distances as well as that has them; only where two of them are too near to each other to
 * tell which is less are the nodes compared exactly. Half a squared distance is the sum of both halves less the product,
 * so that the greatest `product − half` is nearest. A product of n terms errs by no more than n·2⁻²⁴ of the lengths'
 * product (Higham 2002, §3.1), in whatever order it is summed, and the lengths' product is no more than the sum of the
 * halves; half and difference are rounded once each. Twice that, for the errors of both that are compared; and twice
 * again, for the bound itself is rounded. What underflows errs by less than the least normal number.
 *
 * Returns 0 where lengths are not finite, or too long: nothing is written then.
 */
export function nearest(points: usize, nodes: i32, channels: i32, size: i32, dilation: i32, lists: usize, room: usize): i32 {
  const wide = (nodes + 7) & ~7;
  const exact = room;
  const distances = exact + (<usize>wide << 3);
  const halves = distances + (<usize>wide << 3);
  const rows = halves + (<usize>wide << 2);
  const found = rows + (<usize>wide << 4);
  const chosen = found + (<usize>wide << 2) + 64;
  const lines = chosen + (<usize>wide << 2);
  const longest = turn(points, nodes, channels, wide, lines, exact, halves);
  if (!(longest < tooLong)) return 0;
  for (let first = 0; first < nodes; first += 4) {
    fourRows(lines, halves, first, channels, wide, rows);
    for (let i = first; i < min(nodes, first + 4); i++) {
      const half = load<f64>(exact + (<usize>i << 3));
      const bound = <f64>(2 * (channels + 3)) * (1.1920928955078125e-7 * (half + longest) + 1.2e-38);
      const count = candidates(at(rows, (i - first) * wide), wide, size, bound, found, chosen);
      for (let from = 0; from < min(size, count); ) {
        let to = from + 1;
        while (to < count && <f64>load<f32>(at(found, to - 1)) - <f64>load<f32>(at(found, to)) <= bound) to++;
        if (to - from > 1) settle(points, i, channels, chosen, from, to, distances);
        from = to;
      }
      for (let place = 0; place < size; place += dilation) {
        store<i32>(lists, load<i32>(at(chosen, place)));
        lists += 4;
      }
    }
  }
  return 1;
}
