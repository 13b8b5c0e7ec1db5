import { readFileSync } from 'node:fs';
import type { Board, BoardMethod } from '@sid/eval';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barestBoard, estimate, exampleBoard } from './board.test.fixture.ts';
import { renderHtml } from './html.ts';
import { generatedText } from './protocol.ts';
import { faultOf } from './well-formed.test.fixture.ts';

const big: Board = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/boards/example.json', import.meta.url), 'utf8'),
);

const count = (text: string, part: string | RegExp): number => text.split(part).length - 1;
const textOf = (page: string): string => page.replace(/<style>.*<\/style>/s, '').replace(/<[^>]*>/g, ' ');

const manyMethods = (n: number): Board => ({
  ...exampleBoard,
  methods: Array.from({ length: n }, (_, index): BoardMethod => {
    const [method] = exampleBoard.methods;
    if (method === undefined) throw new Error('the example has methods');
    return {
      ...method,
      name: `a-method-with-quite-a-long-name+and-parts hop=${index}`,
      metrics: { MAP: estimate(index / n) },
    };
  }),
});

const boards: readonly (readonly [string, Board])[] = [
  ['the example', exampleBoard],
  ['the barest board', barestBoard],
  ['a whole evaluation', big],
  ['twelve methods', manyMethods(12)],
  ['no method that ran', { ...exampleBoard, methods: exampleBoard.methods.slice(2), tests: [], curves: [] }],
];

describe.each(boards)('%s', (_, board) => {
  const page = renderHtml(board);

  test('is well-formed', () => {
    expect(faultOf(page)).toBeUndefined();
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
  });

  test('names every method, and why some have no figures', () => {
    const text = textOf(page);
    for (const method of board.methods) {
      expect(text.replace(/\s/g, '')).toContain(method.name.replace(/\s/g, ''));
      if (method.status !== 'done') expect(page).toContain(method.status);
    }
  });

  test('prints no number that is none', () => {
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  test('loads and runs nothing', () => {
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed)\b|\s(src|href|on\w+)=|@import|url\(/i);
  });

  test('is the same every time', () => {
    expect(renderHtml(structuredClone(board))).toBe(page);
  });
});

test('every figure from generated audio says so, and no other', () => {
  const page = renderHtml(exampleBoard);
  for (const figure of page.match(/<figure.*?<\/figure>/gs) ?? []) expect(figure).toContain(generatedText);
  expect(count(page, '<figure')).toBeGreaterThanOrEqual(6);
  const real = renderHtml({ ...exampleBoard, dataset: { ...exampleBoard.dataset, generated: false } });
  expect(textOf(real)).not.toContain('generated');
});

test('the best figure is strong, the others are not', () => {
  const page = renderHtml(exampleBoard);
  expect(page).toContain('<strong>0.700</strong>');
  expect(page).not.toContain('<strong>0.400</strong>');
});

test('text of other people stays text', () => {
  const evil = '</title><script>alert(1)</script><img src=x onerror=alert(1)> & "quotes"';
  const text = JSON.parse(
    JSON.stringify(exampleBoard).replaceAll(
      /"(plain|fancy|A beat|The first song|A toy collection\.|pitch|It threw\.|density)"/g,
      JSON.stringify(evil),
    ),
  ) as Board;
  const page = renderHtml(text);
  expect(page).not.toMatch(/<script|<img/);
  expect(faultOf(page)).toBeUndefined();
});

test('each query has a row with its truth and the rank of the right answer', () => {
  const page = renderHtml(exampleBoard);
  expect(count(page, '<details class="query">')).toBe(2);
  expect(page).toContain('title="fancy: right answer first">1<');
  expect(page).toContain('title="plain: right answer at rank 2">2<');
  expect(textOf(page)).toContain('5.1–8.7\u00a0s ← 1:01.6–1:05.2, +2\u00a0st, tempo\u00a0×\u00a01.1');
});

test('a right answer is drawn as right, a wrong one as wrong, both over the true occurrences', () => {
  const page = renderHtml(exampleBoard);
  // Two queries of two methods list four tracks each; only the first query has one that is right.
  expect(count(page, 'class="lane right"')).toBe(2);
  expect(count(page, 'class="lane wrong"')).toBe(6);
  const right = /<svg class="lane right".*?<\/svg>/s.exec(page)?.[0] ?? '';
  // 5–9 s of 30 s on an axis of 1000; a start without an end is a line.
  expect(right).toContain('<rect x="166.67" y="0" width="133.33" height="18">');
  expect(right).toContain('<rect x="666.67" y="0" width="4" height="18">');
});

test('figures that are not numbers leave gaps, never broken drawings', () => {
  const figure = fc.oneof(fc.double(), fc.constant(null), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(figure, { minLength: 8, maxLength: 8 }), fc.string(), (values, name) => {
      let next = 0;
      const board = JSON.parse(JSON.stringify(exampleBoard), (key, value: unknown) => {
        if (/^(mean|timesRealTime|bytesPerHour|auroc|threshold|durationSeconds)$/.test(key)) {
          next += 1;
          return values[next % values.length];
        }
        return key === 'series' || value === 'pitch' ? name : value;
      }) as Board;
      const page = renderHtml(board);
      expect(textOf(page.replaceAll('undefined', ''))).toBe(textOf(page));
      expect(faultOf(page)).toBeUndefined();
      for (const drawing of page.match(/<svg.*?<\/svg>/gs) ?? []) {
        expect(drawing).not.toMatch(/="[^"]*(NaN|undefined|Infinity|null)/);
      }
    }),
    { numRuns: 60 },
  );
});
