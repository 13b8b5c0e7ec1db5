import type { Board } from '@sid/eval';
import { expect, test } from 'vitest';
import { exampleBoard } from './board.test.fixture.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { methodNotes } from './order.ts';

const note = 'untrained: the weights are random';
const board: Board = {
  ...exampleBoard,
  methods: exampleBoard.methods.map((method) => (method.status === 'done' ? { ...method, notes: [note] } : method)),
};
const done = board.methods.filter(({ status }) => status === 'done').map(({ name }) => name);

test('a sentence stands once, with every method it is about', () => {
  const [only, ...others] = methodNotes(board);
  expect(others).toEqual([]);
  expect(new Set(only?.methods)).toEqual(new Set(done));
});

test('untrained methods are marked in both reports', () => {
  expect(renderMarkdown(board)).toContain(note);
  expect(renderHtml(board)).toContain(note);
  expect(renderHtml(board)).toMatch(/class="tag"[^>]*>untrained</);
});
