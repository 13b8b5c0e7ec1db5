// See nearest.as.

// @ts-ignore: decorator
@inline
function give(back: usize, place: i32, slope: f32): void {
  const pointer = back + (<usize>place << 2);
  store<f32>(pointer, load<f32>(pointer) + slope);
}

/**
 * The gradient of the largest value of each window of one item, `[height, width, channels]` by `[rows, columns,
 * channels]`: each slope is added to `back` where the first largest value of its window stands.
 */
export function poolGradient(
  x: usize, slopes: usize, back: usize,
  height: i32, width: i32, channels: i32, rows: i32, columns: i32, size: i32, stride: i32, padding: i32,
): void {
  const line = <usize>channels << 2;
  const inFours = channels & ~3;
  for (let row = 0; row < rows; row++) {
    const top = max(0, row * stride - padding);
    const bottom = min(height, row * stride - padding + size);
    for (let column = 0; column < columns; column++, slopes += line) {
      const left = max(0, column * stride - padding);
      const right = min(width, column * stride - padding + size);
      if (top >= bottom || left >= right) continue;
      const first = (top * width + left) * channels;
      let c = 0;
      for (; c < inFours; c += 4) {
        let place = i32x4.splat(first + c);
        let value = v128.load(x + (<usize>(first + c) << 2));
        for (let r = top; r < bottom; r++) {
          let start = (r * width + left) * channels + c;
          for (let k = left; k < right; k++, start += channels) {
            const other = v128.load(x + (<usize>start << 2));
            const more = f32x4.gt(other, value);
            value = v128.bitselect(other, value, more);
            place = v128.bitselect(i32x4.splat(start), place, more);
          }
        }
        const slope = v128.load(slopes + (<usize>c << 2));
        give(back, i32x4.extract_lane(place, 0), f32x4.extract_lane(slope, 0));
        give(back, i32x4.extract_lane(place, 1) + 1, f32x4.extract_lane(slope, 1));
        give(back, i32x4.extract_lane(place, 2) + 2, f32x4.extract_lane(slope, 2));
        give(back, i32x4.extract_lane(place, 3) + 3, f32x4.extract_lane(slope, 3));
      }
      for (; c < channels; c++) {
        let place = first + c;
        let value = load<f32>(x + (<usize>place << 2));
        for (let r = top; r < bottom; r++) {
          let start = (r * width + left) * channels + c;
          for (let k = left; k < right; k++, start += channels) {
            const other = load<f32>(x + (<usize>start << 2));
            if (!(other > value)) continue;
            value = other;
            place = start;
          }
        }
        give(back, place, load<f32>(slopes + (<usize>c << 2)));
      }
    }
  }
}
