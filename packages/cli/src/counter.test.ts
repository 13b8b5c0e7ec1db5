import { describe, expect, it } from 'vitest';
import { count, createCounter, rateOf, secondsLeft } from './counter.ts';
import { bar, countText, duration } from './progress-text.ts';

describe('counter', () => {
  it('measures the rate over the last while: what came from the cache at once is forgotten', () => {
    const counter = createCounter('index', 1100, 0);
    for (let i = 0; i < 1000; i++) count(counter, 1, i / 10);
    for (let second = 1; second <= 50; second++) count(counter, 1, second * 1000);
    expect(rateOf(counter, 50_000)).toBeCloseTo(1, 1);
    expect(secondsLeft(counter, 50_000)).toBeCloseTo(50, 0);
    expect(counter.history.length).toBeLessThan(45);
  });

  it('leaves out what was done before: a run that continues', () => {
    const counter = createCounter('training', 1000, 0);
    count(counter, 400, 0);
    for (let second = 1; second <= 5; second++) count(counter, 1, second * 1000);
    expect(rateOf(counter, 5000)).toBeCloseTo(1, 5);
    counter.note = 'loss 3';
    expect(countText(counter, 5000)).toBe('405/1000  1.0/s  9:55 min left  loss 3');
  });

  it('does not guess from nothing', () => {
    const counter = createCounter('index', 10, 0);
    expect(rateOf(counter, 10_000)).toBeUndefined();
    count(counter, 1, 10);
    expect(secondsLeft(counter, 100)).toBeUndefined();
    expect(countText(counter, 100)).toBe('1/10');
  });

  it('slows down when nothing comes any more', () => {
    const counter = createCounter('index', 10, 0);
    count(counter, 5, 1000);
    expect(rateOf(counter, 1000)).toBe(5);
    expect(rateOf(counter, 10_000)).toBe(0.5);
  });
});

describe('texts', () => {
  it.each([
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.6, '1:00 min'],
    [125, '2:05 min'],
    [3599.7, '1:00 h'],
    [3725, '1:02 h'],
  ])('%d s is %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('draws a bar in proportion', () => {
    const counter = createCounter('index', 4, 0);
    expect(bar(counter)).toBe('─'.repeat(20));
    count(counter, 1, 1000);
    expect(bar(counter)).toBe('━'.repeat(5) + '─'.repeat(15));
    count(counter, 9, 1000);
    expect(bar(counter)).toBe('━'.repeat(20));
    expect(bar(createCounter('fetch', 0, 0))).toBeUndefined();
  });

  it('says how many, how fast, how long', () => {
    const counter = createCounter('index', 100, 0);
    count(counter, 50, 2000);
    expect(countText(counter, 2000)).toBe('50/100  25/s  2 s left');
    const slow = createCounter('index', 10, 0);
    count(slow, 1, 20_000);
    expect(countText(slow, 20_000)).toBe('1/10  3.0/min  3:00 min left');
  });
});
