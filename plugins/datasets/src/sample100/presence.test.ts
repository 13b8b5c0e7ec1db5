import { expect, it } from 'vitest';
import { presenceOf } from './presence.ts';

it('takes marks for presence, in order of time', () => {
  const marks = [
    { id: 1, from: 20, to: 24 },
    { id: 2, from: 3, to: 4.5, type: 'partial occurrence' },
  ];
  expect(presenceOf(marks)).toEqual([
    { from: 3, to: 4.5 },
    { from: 20, to: 24 },
  ]);
});

it('takes what lies between marks of absence for presence, up to the last of them', () => {
  const marks = [
    { id: 1, from: 2, to: 10, type: 'absence' },
    { id: 2, from: 10.2, to: 12, type: 'occurrence' },
    { id: 1, from: 15, to: 20 },
    { id: 1, from: 20.5, to: 30 },
  ];
  // Before the first mark, the occurrence, and from it to the next absence; 20–20.5 is jitter, after 30 is unknown.
  expect(presenceOf(marks)).toEqual([
    { from: 0, to: 2 },
    { from: 10.2, to: 12 },
    { from: 12, to: 15 },
  ]);
});

it('inherits a type by id, not by neighbourhood', () => {
  const marks = [
    { id: 0, from: 0, to: 5, type: 'absence' },
    { id: 1, from: 6, to: 7, type: 'occurrence' },
    { id: 1, from: 8, to: 9 },
  ];
  expect(presenceOf(marks)).toEqual([
    { from: 5, to: 6 },
    { from: 6, to: 7 },
    { from: 7, to: 8 },
    { from: 8, to: 9 },
  ]);
});

it('knows nothing without marks', () => {
  expect(presenceOf([])).toEqual([]);
});
