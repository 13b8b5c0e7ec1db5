// See nearest.as.

// @ts-ignore: decorator
@inline
function at(pointer: usize, index: i32): usize {
  return pointer + (<usize>index << 2);
}

/**
 * For every node of one item and every channel, what it has more than the least of its neighbours, and which number of
 * `h` that is: 0 and −1 where there is none. Of equals the first counts; what is not a number is never less.
 * `dropped` has a byte for each edge, or is 0; `kept` has room for the edges of one node.
 */
export function least(
  h: usize, channels: i32, graph: usize, nodes: i32, k: i32, dropped: usize, kept: usize, values: usize, places: usize,
): void {
  const line = <usize>channels << 2;
  const inFours = channels & ~3;
  for (let node = 0; node < nodes; node++) {
    let count = 0;
    for (let edge = 0; edge < k; edge++) {
      store<i32>(at(kept, count), load<i32>(at(graph, edge)) * channels);
      count += dropped === 0 || load<u8>(dropped + edge) !== 1 ? 1 : 0;
    }
    graph += <usize>k << 2;
    if (dropped !== 0) dropped += k;
    if (count === 0) {
      memory.fill(values, 0, line);
      memory.fill(places, 0xff, line);
    } else {
      const own = at(h, node * channels);
      let c = 0;
      for (; c < inFours; c += 4) {
        let place = i32x4.splat(load<i32>(kept));
        let value = v128.load(at(h, load<i32>(kept) + c));
        for (let edge = 1; edge < count; edge++) {
          const start = load<i32>(at(kept, edge));
          const other = v128.load(at(h, start + c));
          const less = f32x4.lt(other, value);
          value = v128.bitselect(other, value, less);
          place = v128.bitselect(i32x4.splat(start), place, less);
        }
        v128.store(at(values, c), f32x4.sub(v128.load(at(own, c)), value));
        v128.store(at(places, c), i32x4.add(place, i32x4.add(i32x4.splat(c), i32x4(0, 1, 2, 3))));
      }
      for (; c < channels; c++) {
        let place = load<i32>(kept) + c;
        let value = load<f32>(at(h, place));
        for (let edge = 1; edge < count; edge++) {
          const start = load<i32>(at(kept, edge)) + c;
          const other = load<f32>(at(h, start));
          if (!(other < value)) continue;
          value = other;
          place = start;
        }
        store<f32>(at(values, c), load<f32>(at(own, c)) - value);
        store<i32>(at(places, c), place);
      }
    }
    values += line;
    places += line;
  }
}

/** Adds each slope to `back` where it stands, and takes it from the place of the least; nothing where that is −1. */
export function leastGradient(slopes: usize, places: usize, count: i32, back: usize): void {
  for (let i = 0; i < count; i++) {
    const place = load<i32>(at(places, i));
    if (place < 0) continue;
    const slope = load<f32>(at(slopes, i));
    store<f32>(at(back, i), load<f32>(at(back, i)) + slope);
    store<f32>(at(back, place), load<f32>(at(back, place)) - slope);
  }
}
