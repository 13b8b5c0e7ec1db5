import type { Alignment, Match } from '@sid/core';
import { expect, it } from 'vitest';
import { agree, fuseMatches } from './fused-matches.ts';

const calibration = { even: 0.4, slope: 12 };

const place = (query: number, reference: number, semitones = 0): Alignment => ({
  query: { from: query, to: query + 4 },
  reference: { from: reference, to: reference + 4 },
  score: 0.4,
  semitones,
  tempoRatio: 1,
});
const match = (track: string, score: number, where: readonly Alignment[]): Match => ({ track, score, where });
const both = [calibration, calibration];

it('adds up what members say of one place, and not what they say of different places', () => {
  const same = [[match('a', 0.4, [place(0, 10)])], [match('a', 0.4, [place(1, 11)])]];
  const other = [[match('a', 0.4, [place(0, 10)])], [match('a', 0.4, [place(0, 40)])]];
  const [together] = fuseMatches(same, both, 10);
  const [apart] = fuseMatches(other, both, 10);
  expect(apart?.score).toBeCloseTo(0.5, 12);
  expect(together?.score).toBeGreaterThan(0.8);
  expect(together?.where.length).toBe(1);
  expect(apart?.where.length).toBe(2);
});

it('takes no shift for another, and follows the tempo', () => {
  expect(agree(place(0, 10), place(0, 10, 2))).toBe(false);
  const fast: Alignment = { ...place(0, 10), reference: { from: 10, to: 15 }, tempoRatio: 1.25 };
  expect(agree(fast, { ...fast, query: { from: 2, to: 4 }, reference: { from: 12.5, to: 15 } })).toBe(true);
});

it('ranks as its only informed member does', () => {
  const answers = [[], [match('b', 0.7, []), match('a', 0.3, [])]];
  expect(fuseMatches(answers, both, 10).map(({ track }) => track)).toEqual(['b', 'a']);
  expect(fuseMatches(answers, both, 1).length).toBe(1);
});

it('doubts places that a closer look does not confirm', () => {
  const judges = [calibration, { ...calibration, closely: true }];
  const at = (...where: Alignment[]) => [match('a', 0.4, where)];
  const scoreOf = (answers: readonly (readonly Match[])[]): number => fuseMatches(answers, judges, 1)[0]?.score ?? 0;
  const confirmed = scoreOf([at(place(0, 10)), at(place(0, 10))]);
  expect(confirmed).toBeCloseTo(fuseMatches([at(place(0, 10)), at(place(0, 10))], both, 1)[0]?.score ?? 0, 12);
  expect(scoreOf([at(place(0, 10)), []])).toBeCloseTo(1 / (1 + Math.exp(2)), 12);
  expect(scoreOf([[], at(place(0, 10))])).toBeCloseTo(0.5, 12);
});
