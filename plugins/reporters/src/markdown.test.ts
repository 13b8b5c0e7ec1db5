import { readFileSync } from 'node:fs';
import type { Board } from '@sid/eval';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barestBoard, exampleBoard } from './board.test.fixture.ts';
import { renderMarkdown } from './markdown.ts';
import { escapeMarkdown } from './markdown-parts.ts';

const big: Board = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/boards/example.json', import.meta.url), 'utf8'),
);

const boards: readonly (readonly [string, Board])[] = [
  ['the example', exampleBoard],
  ['the barest board', barestBoard],
  ['a whole evaluation', big],
  ['no method that ran', { ...exampleBoard, methods: exampleBoard.methods.slice(2) }],
];

describe.each(boards)('%s', (_, board) => {
  const page = renderMarkdown(board);

  test('has tables whose rows are as long as their heads', () => {
    for (const table of page.match(/(^\|.*\n?)+/gm) ?? []) {
      const widths = table
        .trim()
        .split('\n')
        .map((row) => row.replace(/\\\|/g, '').split('|').length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  test('names every method and prints no number that is none', () => {
    for (const method of board.methods) expect(page).toContain(escapeMarkdown(method.name));
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  test('is the same every time', () => {
    expect(renderMarkdown(structuredClone(board))).toBe(page);
  });
});

test('the leaderboard marks the best, the baseline and what is significant', () => {
  const page = renderMarkdown(exampleBoard);
  expect(page).toContain('| fancy | **0.700 ± 0.100** ▲ | **0.700** | **0.300** | 300 | 2.80 | 8.40 | **0.0200** |');
  expect(page).toContain(
    '| plain (baseline) | 0.400 ± 0.100 | 0.400 | 0.600 | **600** | **1.60** | **4.80** | **0.0200** |',
  );
  expect(page).toContain('- fancy: 0.700 ± 0.100, n = 8; +0.300 against plain, p < 0.001 (Holm)'.replace('<', '&lt;'));
});

test('methods without figures, what was left out, notes, terms and protocol are there', () => {
  const page = renderMarkdown(exampleBoard);
  for (const part of [
    '- gnn – skipped: No backend runs here.',
    '- broken – failed: It threw.',
    '| T017 | The file is broken. | audio/T017.mp3 |',
    '- One relation is missing.',
    '- Licence: CC0-1.0',
    '- Citation: Nobody (2026). A toy collection.',
    '10000 permutations, seed 7',
    'within ±5 s',
    'Equal scores: the expected value over all their orders.',
  ]) {
    expect(page).toContain(part);
  }
});

test('generated audio is called so above and at every table of figures, and nothing else is', () => {
  const page = renderMarkdown(exampleBoard);
  expect(page).toContain('> **Generated audio.**');
  expect(page.match(/^## .*\(generated audio\)$/gm)?.length).toBe(7);
  expect(renderMarkdown(barestBoard).toLowerCase()).not.toContain('generated');
});

test('curves are sorted by their axis', () => {
  expect(renderMarkdown(exampleBoard)).toContain('| 10 | 0.300 ± 0.100 |\n| 20 | 0.400 ± 0.100 |');
});

test('text of other people stays on its line, in its cell, and plain', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeMarkdown(text);
      expect(escaped).not.toMatch(/[\n\r<>]/);
      expect(escaped.replace(/\\./gu, '')).not.toMatch(/[|`*_[\]]/);
    }),
  );
  expect(escapeMarkdown('a|b <i>*c*</i>\nd')).toBe('a\\|b &lt;i&gt;\\*c\\*&lt;/i&gt; d');
});
