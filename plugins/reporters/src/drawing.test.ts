import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimate, exampleBoard } from './board.test.fixture.ts';
import { identify } from './identity.ts';
import { placeLabels } from './label-places.ts';
import { shareDomain } from './plot-intervals.ts';
import { linePlot } from './plot-lines.ts';
import { summarySentence } from './summary.ts';
import { marker, shorten } from './svg.ts';
import { changeText, few, spanText } from './timeline.ts';

test('looks follow the order of the board, numbers the ranking', () => {
  const looks = identify(exampleBoard);
  expect(looks.get('plain')).toEqual({ name: 'plain', rank: 2, colour: 'c0', shape: 'circle' });
  expect(looks.get('fancy')).toEqual({ name: 'fancy', rank: 1, colour: 'c1', shape: 'square' });
});

test('all shapes have the area of the circle', () => {
  const area = (path: string): number => {
    const points = [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    const doubled = points.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = points[(index + 1) % points.length] ?? [0, 0];
      return sum + x * nextY - nextX * y;
    }, 0);
    return Math.abs(doubled) / 2;
  };
  for (const shape of ['square', 'diamond', 'up', 'down'] as const) {
    // Points are rounded to hundredths.
    expect(area(marker(shape, 0, 0, 10).markup) / (Math.PI * 100)).toBeCloseTo(1, 2);
  }
});

test('names that do not fit keep both ends', () => {
  expect(shorten('landmark-invariant density=40', 1000)).toBe('landmark-invariant density=40');
  const short = shorten('landmark-invariant density=40', 120);
  expect(short).toMatch(/^landmark.*….*=40$/);
  expect(short.length).toBeLessThanOrEqual(120 / (12 * 0.56));
});

test('the axis of shares reaches beyond every interval and never beyond 1', () => {
  expect(shareDomain([estimate(0.33, 0.1)])).toEqual([0, 0.5]);
  expect(shareDomain([estimate(0.95, 0.2)])).toEqual([0, 1]);
  expect(shareDomain([])).toEqual([0, 0.1]);
});

test('names around far apart marks touch neither marks nor each other', () => {
  const frame = { left: 0, right: 500, top: 0, bottom: 300 };
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 2, maxLength: 6 }), (rows) => {
      const places = rows.map((row, index) => ({ x: 60 + index * 70, y: 20 + row * 36, radius: 6 }));
      const spots = placeLabels(
        places,
        places.map(() => 'name'),
        frame,
      );
      const boxes = spots.map(({ x, y, anchor }) => {
        const left = anchor === 'start' ? x : anchor === 'end' ? x - 27.6 : x - 13.8;
        return { left, right: left + 27.6, top: y - 11, bottom: y + 3 };
      });
      for (const [index, a] of boxes.entries()) {
        for (const b of boxes.slice(index + 1)) {
          expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
        }
      }
    }),
  );
});

test('values that crowd at one end of an axis stand evenly', () => {
  const points = [0, 60, 320, 5434].map((x) => ({ x, estimate: estimate(0.5) }));
  const drawing = linePlot([{ name: 's', colour: 'c0', shape: 'circle', points }], 336, {
    name: 'plot',
    xTitle: 'noise',
    yTitle: 'MAP',
    places: points.map((point) => point.x),
  }).markup;
  const xs = [...drawing.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  const gaps = xs.slice(1).map((x, index) => x - (xs[index] ?? 0));
  expect(gaps).toHaveLength(3);
  for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0] ?? 0, 1);
});

test('spans and changes read as people write them', () => {
  expect(spanText({ from: 5, to: 9.26 })).toBe('5–9.3\u00a0s');
  expect(spanText({ from: 56, to: 68 })).toBe('0:56–1:08');
  expect(spanText({ from: 12 })).toBe('12\u00a0s');
  expect(changeText({ semitones: -3, tempoRatio: 1.101 })).toBe('−3\u00a0st, tempo\u00a0×\u00a01.1');
  expect(changeText({ semitones: 0.01, tempoRatio: 1.001 })).toBe('');
});

test('the result is a sentence that says whether it may be chance', () => {
  expect(summarySentence(exampleBoard)).toBe(
    'Best by MAP: fancy, 0.700 ± 0.100, +0.300 against the baseline plain (p < 0.001 after Holm’s correction: significant at 0.05).',
  );
  expect(summarySentence({ ...exampleBoard, baseline: 'fancy' })).toBe(
    'Best by MAP: fancy (the baseline), 0.700 ± 0.100; next plain, −0.300 (p < 0.001 after Holm’s correction: significant at 0.05).',
  );
  expect(summarySentence({ ...exampleBoard, methods: [] })).toBeUndefined();
});

test('long lists are cut, but never to say that there is one more', () => {
  expect(few(['a', 'b', 'c'], 2)).toBe('a, b, c');
  expect(few(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
});
