import type { LogEntry } from './training-log.ts';

type Point = readonly [x: number, y: number];

/** What happened over the steps, few enough points to draw and to keep. */
export interface Curves {
  readonly loss: readonly Point[];
  readonly validation: Readonly<Record<string, readonly Point[]>>;
}

/** @param points - losses are averaged to no more than this many */
export const curvesOf = (entries: readonly LogEntry[], points = 200): Curves => {
  const losses: Point[] = entries.flatMap((entry) => ('loss' in entry ? [[entry.step, entry.loss] as const] : []));
  const size = Math.max(1, Math.ceil(losses.length / points));
  const loss: Point[] = [];
  for (let at = 0; at < losses.length; at += size) {
    const part = losses.slice(at, at + size);
    loss.push([part.at(-1)?.[0] ?? 0, part.reduce((sum, [, y]) => sum + y, 0) / part.length]);
  }
  const validation: Record<string, Point[]> = {};
  for (const entry of entries) {
    if (!('validation' in entry)) continue;
    for (const [name, value] of Object.entries(entry.validation)) {
      const curve = validation[name] ?? [];
      curve.push([entry.step, value]);
      validation[name] = curve;
    }
  }
  return { loss, validation };
};

const width = 640;
const left = 56;
const right = width - 16;
const panelHeight = 170;
// Told apart without colour vision, and by their dashes in print.
const colours = ['#0b62a4', '#b4540a', '#3d7a35'];
const dashes = ['', '6 3', '2 3'];

const round = (value: number): number => Math.round(value * 100) / 100;

/** A step of 1, 2 or 5 times a power of ten that divides a range into about `count`. */
const tickStep = (range: number, count: number): number => {
  const rough = Math.max(range, 1e-12) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return factor * power;
};

const ticksOf = (low: number, high: number, count: number): readonly number[] => {
  const step = tickStep(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(10)));
};

const text = (x: number, y: number, content: string, anchor = 'start', extra = ''): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${extra}>${content}</text>`;

interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
  readonly low: number;
  readonly high: number;
}

const panelOf = ({ title, series, low, high }: Panel, top: number, steps: number): string => {
  const bottom = top + panelHeight;
  const x = (step: number): number => left + ((right - left) * step) / Math.max(1, steps);
  const y = (value: number): number => bottom - ((bottom - top) * (value - low)) / Math.max(high - low, 1e-12);
  const grid = ticksOf(low, high, 4).map(
    (tick) =>
      `<line x1="${left}" x2="${right}" y1="${round(y(tick))}" y2="${round(y(tick))}" stroke="#ddd"/>${text(left - 8, y(tick) + 4, String(tick), 'end')}`,
  );
  const drawn = series.map(({ name, points }, i) => {
    const colour = colours[i % colours.length];
    const dash = dashes[i % dashes.length] === '' ? '' : ` stroke-dasharray="${dashes[i % dashes.length]}"`;
    const path = points.map(([step, value]) => `${round(x(step))} ${round(y(value))}`).join('L');
    const only = points.length === 1 ? points[0] : undefined;
    const mark =
      only === undefined
        ? `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"${dash}/>`
        : `<circle cx="${round(x(only[0]))}" cy="${round(y(only[1]))}" r="3" fill="${colour}"/>`;
    const keyX = right - 110 * (series.length - i);
    const key =
      series.length < 2
        ? ''
        : `<line x1="${keyX}" x2="${keyX + 22}" y1="${top - 12}" y2="${top - 12}" stroke="${colour}" stroke-width="2"${dash}/>${text(keyX + 28, top - 8, name)}`;
    return points.length === 0 ? '' : mark + key;
  });
  return [text(left, top - 8, title, 'start', ' font-weight="600"'), ...grid, ...drawn].join('\n');
};

const bounds = (series: readonly Series[]): readonly [number, number] => {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = (high - low) * 0.05 || 0.5;
  return values.length === 0 ? [0, 1] : [low - margin, high + margin];
};

const encoded = (name: string): string => name.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Loss and validation over the steps, one above the other. @param steps - where the axis ends */
export const curveSvg = (title: string, { loss, validation }: Curves, steps: number): string => {
  const losses: readonly Series[] = [{ name: 'loss', points: loss }];
  const found = Object.entries(validation).map(([name, points]): Series => ({ name: encoded(name), points }));
  const [low, high] = bounds(losses);
  const first = 56;
  const second = first + panelHeight + 48;
  const bottom = second + panelHeight;
  const ticks = ticksOf(0, steps, 6).map((step) =>
    text(left + ((right - left) * step) / Math.max(1, steps), bottom + 18, String(step), 'middle'),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 44}" width="${width}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#222">`,
    `<title>${encoded(title)}</title>`,
    `<rect width="${width}" height="${bottom + 44}" fill="#fff"/>`,
    text(16, 22, encoded(title), 'start', ' font-size="15" font-weight="600"'),
    panelOf({ title: 'training loss', series: losses, low, high }, first, steps),
    panelOf({ title: 'held-back songs', series: found, low: 0, high: 1 }, second, steps),
    ...ticks,
    text((left + right) / 2, bottom + 36, 'step', 'middle'),
    '</svg>',
    '',
  ].join('\n');
};
