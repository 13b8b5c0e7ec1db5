import { round } from './svg.ts';

/** A round mark, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Where a text starts, is centred, or ends. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Greedy: each name takes the first of six places around its mark that touches no mark and no name before it. */
export const placeLabels = (places: readonly Place[], texts: readonly string[], frame: Box): readonly Spot[] => {
  const taken: Box[] = places.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  return places.map((place, index) => {
    const width = (texts[index] ?? '').length * 6.9;
    const options = candidates(place);
    const free = options.find((spot) => {
      const box = boxOf(spot, width);
      const inside =
        box.left >= frame.left && box.right <= frame.right && box.top >= frame.top - 14 && box.bottom <= frame.bottom;
      return inside && !taken.some((other, owner) => owner !== index && overlaps(box, other));
    });
    const inside = options.find((spot) => {
      const box = boxOf(spot, width);
      return box.left >= frame.left && box.right <= frame.right;
    });
    const spot = free ?? inside ?? { x: place.x, y: place.y + 4, anchor: 'middle' as const };
    taken.push(boxOf(spot, width));
    return { ...spot, x: round(spot.x), y: round(spot.y) };
  });
};

const candidates = ({ x, y, radius }: Place): readonly Spot[] => [
  { x: x + radius + 5, y: y + 4, anchor: 'start' },
  { x: x - radius - 5, y: y + 4, anchor: 'end' },
  { x, y: y - radius - 6, anchor: 'middle' },
  { x, y: y + radius + 14, anchor: 'middle' },
  { x: x + radius, y: y - radius - 4, anchor: 'start' },
  { x: x - radius, y: y + radius + 12, anchor: 'end' },
];

const boxOf = ({ x, y, anchor }: Spot, width: number): Box => {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 11, bottom: y + 3 };
};

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
