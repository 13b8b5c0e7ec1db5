import { trimZero } from './format.ts';

/** A bin as a label: `2–4`, `−2…2` with a negative edge, `< 2` or `≥ 8` with an open one. */
export const binLabel = ([low, high]: readonly [number, number], digits = 2): string => {
  const open = [!isEdge(low), !isEdge(high)];
  if (open[0] && open[1]) return 'all';
  if (open[0]) return `< ${trimZero(high, digits)}`;
  if (open[1]) return `≥ ${trimZero(low, digits)}`;
  if (low === high) return trimZero(low, digits);
  return `${trimZero(low, digits)}${low < 0 ? '…' : '–'}${trimZero(high, digits)}`;
};

/** The different bins among `bins`, ascending. */
export const distinctBins = (bins: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] =>
  [...new Map(bins.map((bin) => [binKey(bin), bin])).values()].toSorted(
    (a, b) => edge(a[0], -1) - edge(b[0], -1) || edge(a[1], 1) - edge(b[1], 1),
  );

/** Equal for equal bins. */
export const binKey = ([low, high]: readonly [number, number]): string => `${low}|${high}`;

// JSON has no infinity: an open edge arrives as null. Anything past a million is as good as open.
const isEdge = (value: number | null): value is number =>
  value !== null && Number.isFinite(value) && Math.abs(value) < 1e6;

const edge = (value: number, side: -1 | 1): number => (isEdge(value) ? value : side * 1e9);
