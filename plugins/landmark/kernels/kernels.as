// WebAssembly kernels of the landmark searches, in AssemblyScript. `build.ts` beside this file compiles them into
// src/kernels.ts. Every pointer is a byte offset into the memory that the instance was given.

/** Bits of the number of a cell within its block. */
const cellBits: u32 = 16;
/** Places of the timeline that have one shift, as a power of two. */
const shiftBits: u32 = 6;

/** Adds the weights of a list of hits to their cells: a cell, counted from `sums`, in the low half, the weight's number. */
function scatter(hits: usize, count: u32, weights: usize, sums: usize): void {
  for (let end = hits + (<usize>count << 2); hits < end; hits += 4) {
    const hit = load<u32>(hits);
    const cell = sums + ((hit & 0xffff) << 2);
    store<f32>(cell, <f32>(<f64>load<f32>(cell) + load<f64>(weights + ((hit >>> 16) << 3))));
  }
}

/**
 * Puts the hits of `count` hashes into lists. Of each hash there are three numbers at `hashes`: how many places follow
 * at `places`, their frame in the query, the number of their weight. There is one list per block of cells, `stride`
 * numbers from one to the next. What would make it longer than `length` is settled at once.
 */
export function list(
  hashes: usize, count: i32, places: usize, shifts: usize,
  lists: usize, counts: usize, length: u32, stride: u32, weights: usize, sums: usize,
): void {
  for (let end = hashes + <usize>count * 12; hashes < end; hashes += 12) {
    const frame = load<u32>(hashes, 4);
    const weight = load<u32>(hashes, 8) << cellBits;
    for (let last = places + (<usize>load<u32>(hashes) << 2); places < last; places += 4) {
      const place = load<u32>(places);
      const cell = place - frame + load<u32>(shifts + ((place >>> shiftBits) << 2));
      const block = cell >>> cellBits;
      const waiting = load<u32>(counts + (block << 2));
      store<u32>(lists + ((block * stride + waiting) << 2), weight | (cell & 0xffff));
      store<u32>(counts + (block << 2), waiting + 1);
      if (waiting + 1 === length) settle(block, lists, counts, stride, weights, sums);
    }
  }
}

/** Adds the hits of a block to its cells, and empties its list. */
export function settle(block: u32, lists: usize, counts: usize, stride: u32, weights: usize, sums: usize): void {
  const waiting = counts + (block << 2);
  scatter(lists + ((block * stride) << 2), load<u32>(waiting), weights, sums + ((block << cellBits) << 2));
  store<u32>(waiting, 0);
}

/** A cell and its neighbours, four cells at once. */
// @ts-ignore: decorator
@inline
function windows(at: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(at - 4), v128.load(at)), v128.load(at + 4));
}

// @ts-ignore: decorator
@inline
function window(at: usize): f64 {
  return <f64>load<f32>(at - 4) + <f64>load<f32>(at) + <f64>load<f32>(at + 4);
}

/** The most that a cell in `from`…`to` weighs with both its neighbours; sums of floats are a little inexact. */
function heaviest(sums: usize, from: i32, to: i32): f32 {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  let at = sums + (<usize>from << 2);
  const end = sums + (<usize>to << 2);
  for (; at + 64 <= end; at += 64) {
    a = f32x4.pmax(a, windows(at));
    b = f32x4.pmax(b, windows(at + 16));
    c = f32x4.pmax(c, windows(at + 32));
    d = f32x4.pmax(d, windows(at + 48));
  }
  a = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  let best = max(
    max(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
    max(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3)),
  );
  for (; at < end; at += 4) best = max(best, <f32>window(at));
  return best;
}

/** The first cell in `from`…`to` that with both its neighbours weighs more than `least`; −1 where there is none. */
function heavier(sums: usize, from: i32, to: i32, least: f64): i32 {
  // Sums of floats are a little inexact: what is hardly lighter is summed once more.
  const nearly = f32x4.splat(<f32>(least * 0.999999));
  const end = sums + (<usize>to << 2);
  for (let at = sums + (<usize>from << 2); at < end; ) {
    for (; at + 64 <= end; at += 64) {
      const most = f32x4.pmax(
        f32x4.pmax(windows(at), windows(at + 16)),
        f32x4.pmax(windows(at + 32), windows(at + 48)),
      );
      if (v128.any_true(f32x4.gt(most, nearly))) break;
    }
    for (const last = min(end, at + 64); at < last; at += 4)
      if (window(at) > least) return <i32>((at - sums) >>> 2);
  }
  return -1;
}

/** Cells on either side of an offset whose hits still count for it: two grids of frames never fall together. */
const windowCells: i32 = 1;

/**
 * The `most` heaviest windows between two cells that do not overlap, heaviest first, without those that weigh less than
 * a share of the heaviest. Writes their cells and their weights, and returns how many there are; there has to be room
 * for one more.
 */
export function piles(sums: usize, from: i32, to: i32, most: i32, share: f64, cells: usize, weights: usize): i32 {
  const end = to - windowCells;
  let cell = from + windowCells;
  // Nearly all cells fall out at the first comparison.
  let least = <f64>heaviest(sums, cell, end) * share * 0.9999;
  if (least === 0) return 0;
  let count = 0;
  for (; ; cell++) {
    cell = heavier(sums, cell, end, least);
    if (cell < 0) break;
    const weight = window(sums + (<usize>cell << 2));
    let rival = 0;
    while (rival < count && cell - load<i32>(cells + (rival << 2)) > 2 * windowCells) rival++;
    if (rival === count || load<f64>(weights + (rival << 3)) < weight) {
      // The rival's room, or the one behind the last, is taken by those that weigh less, one after the other.
      let at = rival;
      if (rival === count) count++;
      for (; at > 0 && load<f64>(weights + ((at - 1) << 3)) < weight; at--) {
        store<f64>(weights + (at << 3), load<f64>(weights + ((at - 1) << 3)));
        store<i32>(cells + (at << 2), load<i32>(cells + ((at - 1) << 2)));
      }
      store<f64>(weights + (at << 3), weight);
      store<i32>(cells + (at << 2), cell);
      if (count > most) count--;
    }
    least = max(least, share * load<f64>(weights));
    if (count === most) least = max(least, load<f64>(weights + ((most - 1) << 3)));
  }
  while (count > 0 && load<f64>(weights + ((count - 1) << 3)) < share * load<f64>(weights)) count--;
  return count;
}
