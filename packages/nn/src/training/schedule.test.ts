import { expect, test } from 'vitest';
import { emptyHistory, type LossHistory, learningRateAt, recordLoss, type ScheduleOptions } from './schedule.ts';

test('constant, after a warm-up', () => {
  const schedule: ScheduleOptions = { kind: 'constant', learningRate: 0.2, warmUpSteps: 4 };
  expect([0, 1, 3, 4, 1000].map((step) => learningRateAt(schedule, step))).toEqual([0.05, 0.1, 0.2, 0.2, 0.2]);
});

test('cosine, from the learning rate to its minimum, and no further', () => {
  const schedule: ScheduleOptions = { kind: 'cosine', learningRate: 8e-5, minimum: 7e-7, steps: 400 };
  expect(learningRateAt(schedule, 0)).toBeCloseTo(8e-5, 12);
  expect(learningRateAt(schedule, 200)).toBeCloseTo((8e-5 + 7e-7) / 2, 12);
  expect(learningRateAt(schedule, 400)).toBeCloseTo(7e-7, 12);
  expect(learningRateAt(schedule, 900)).toBeCloseTo(7e-7, 12);
  const warm: ScheduleOptions = { ...schedule, warmUpSteps: 100 };
  expect(learningRateAt(warm, 0)).toBeCloseTo(8e-7, 12);
  expect(learningRateAt(warm, 100)).toBeCloseTo(8e-5, 12);
  expect(learningRateAt(warm, 250)).toBeCloseTo((8e-5 + 7e-7) / 2, 12);
});

test('step: divided by five every so often', () => {
  const schedule: ScheduleOptions = { kind: 'step', learningRate: 1, every: 40 };
  expect([39, 40, 80].map((step) => learningRateAt(schedule, step))).toEqual([1, 0.2, 0.04]);
});

const run = (schedule: ScheduleOptions, losses: readonly number[], start: LossHistory = emptyHistory, from = 0) =>
  losses.reduce((history, loss, i) => recordLoss(schedule, history, from + i, loss), start);

test('plateau: divided when the mean loss has not fallen for a while', () => {
  const schedule: ScheduleOptions = { kind: 'plateau', learningRate: 1, patience: 10, smoothing: 1 };
  const falling = Array.from({ length: 30 }, (_, i) => 30 - i);
  const history = run(schedule, falling);
  expect(learningRateAt(schedule, 30, history)).toBe(1);
  const flat = run(schedule, new Array(9).fill(1), history, 30);
  expect(learningRateAt(schedule, 39, flat)).toBe(1);
  const once = run(schedule, [1], flat, 39);
  expect(learningRateAt(schedule, 40, once)).toBe(0.2);
  expect(learningRateAt(schedule, 50, run(schedule, new Array(10).fill(1), once, 40))).toBeCloseTo(0.04);
  expect(learningRateAt({ ...schedule, minimum: 0.1 }, 50, run(schedule, new Array(10).fill(1), once, 40))).toBe(0.1);
});

test('plateau: what it remembers survives JSON', () => {
  const schedule: ScheduleOptions = { kind: 'plateau', learningRate: 1, patience: 5 };
  const losses = Array.from({ length: 40 }, (_, i) => Math.sin(i) + 1 / (i + 1));
  const half = JSON.parse(JSON.stringify(run(schedule, losses.slice(0, 20)))) as LossHistory;
  expect(run(schedule, losses.slice(20), half, 20)).toEqual(run(schedule, losses));
  expect(JSON.parse(JSON.stringify(emptyHistory))).toEqual(emptyHistory);
});

test('the other kinds remember nothing', () => {
  expect(recordLoss({ kind: 'constant', learningRate: 1 }, emptyHistory, 0, 3)).toBe(emptyHistory);
});
