import type { Board } from '@sid/eval';
import { expect, test } from 'vitest';
import { barestBoard, estimate, exampleBoard } from './board.test.fixture.ts';
import { againstBaseline, estimateText, type LeaderboardColumn, leaderboardColumns } from './columns.ts';

const column = (board: Board, key: string): LeaderboardColumn | undefined =>
  leaderboardColumns(board).find((one) => one.key === key);

test('methods that ran stand best first; every column has a cell for each', () => {
  const columns = leaderboardColumns(exampleBoard);
  expect(columns.map((one) => one.key)).toEqual([
    'method',
    'MAP',
    'HR@1',
    'mNR',
    'timesRealTime',
    'indexMB',
    'indexMBPerHour',
    'querySeconds',
  ]);
  expect(columns[0]?.cells.map((cell) => cell.text)).toEqual(['fancy', 'plain']);
  expect(columns.every((one) => one.cells.length === 2)).toBe(true);
});

test('best follows the direction of the metric', () => {
  const best = (key: string) => column(exampleBoard, key)?.cells.map((cell) => cell.best);
  expect(best('MAP')).toEqual([true, false]);
  expect(best('mNR')).toEqual([true, false]);
  expect(best('timesRealTime')).toEqual([false, true]);
  expect(best('indexMB')).toEqual([false, true]);
});

test('figures that print alike are equally good', () => {
  expect(column(exampleBoard, 'querySeconds')?.cells.map((cell) => cell.best)).toEqual([true, true]);
});

test('one method is not the best of anything', () => {
  expect(leaderboardColumns(barestBoard).flatMap((one) => one.cells.filter((cell) => cell.best))).toEqual([]);
});

test('columns without a figure are left out', () => {
  expect(leaderboardColumns(barestBoard).map((one) => one.key)).toEqual(['method', 'MAP']);
});

test('the primary metric carries its interval and the test against the baseline', () => {
  expect(column(exampleBoard, 'MAP')?.cells).toEqual([
    {
      text: '0.700 ± 0.100',
      value: '0.700',
      best: true,
      mark: '▲',
      note: '0.700 ± 0.100, n = 8; +0.300 against plain, p < 0.001 (Holm)',
    },
    { text: '0.400 ± 0.100', value: '0.400', best: false, note: '0.400 ± 0.100, n = 8' },
  ]);
});

test('a higher figure of a metric where lower is better is marked as worse', () => {
  const board: Board = {
    ...exampleBoard,
    tests: [{ metric: 'mNR', a: 'fancy', b: 'plain', difference: 0.1, p: 0.01, pHolm: 0.02, n: 8 }],
  };
  expect(column(board, 'mNR')?.cells[0]?.mark).toBe('▼');
});

test('a difference that may be chance has no mark', () => {
  const board: Board = { ...exampleBoard, tests: exampleBoard.tests.map((one) => ({ ...one, pHolm: 0.05 })) };
  expect(column(board, 'MAP')?.cells[0]?.mark).toBeUndefined();
});

test('a test is turned so that it reads method minus baseline', () => {
  expect(againstBaseline(exampleBoard, 'fancy', 'MAP')).toMatchObject({ a: 'fancy', b: 'plain', difference: 0.3 });
  expect(againstBaseline(exampleBoard, 'plain', 'MAP')).toBeUndefined();
});

test('uneven intervals print both ends, missing ones none', () => {
  expect(estimateText({ ...estimate(0.5), ci95: [0.3, 0.6] })).toBe('0.500 [0.300, 0.600]');
  expect(estimateText({ ...estimate(0.5), ci95: [Number.NaN, Number.NaN] })).toBe('0.500');
  expect(estimateText(undefined)).toBe('–');
});

test('words, direction and unit of a metric come from the board where it says them', () => {
  const board: Board = {
    ...exampleBoard,
    metricInfo: [{ name: 'MAP', better: 'lower', aggregate: 'mean', unit: 'percent', summary: 'Odd.' }],
  };
  expect(column(board, 'MAP')).toMatchObject({ better: 'lower', meaning: 'Odd.', cells: [{ best: false }, {}] });
  expect(column(board, 'MAP')?.cells[1]?.text).toBe('0.4 ± 0.1');
});
