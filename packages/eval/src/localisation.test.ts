import type { Alignment, Judged, Match, Relation } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { parseMetric } from './metric-name.ts';
import { rightPlace } from './place.ts';

const relation: Relation = {
  id: 's',
  query: 'q',
  reference: 'r',
  inQuery: [{ from: 10, to: 14 }, { from: 30 }],
  inReference: [{ from: 100, to: 104 }],
  semitones: 2,
  tempoRatio: 1,
};
const startsOnly: Relation = { ...relation, inQuery: [{ from: 10 }], inReference: [{ from: 100 }] };

const short: Relation = { ...relation, inQuery: [{ from: 10, to: 14 }] };

const at = (query: readonly [number, number], reference: readonly [number, number], extra = {}): Alignment => ({
  query: { from: query[0], to: query[1] },
  reference: { from: reference[0], to: reference[1] },
  score: 1,
  ...extra,
});

const judged = (matches: readonly Match[], relations: readonly Relation[] = [relation]): Judged => ({
  query: 'q',
  matches,
  relations,
  relevant: new Set(relations.map(({ reference }) => reference)),
  noise: new Set(),
  poolSize: 10,
});

describe('rightPlace', () => {
  it.each([
    ['exact', at([10, 14], [100, 104]), relation, true, true],
    ['starts within the tolerance', at([13, 17], [104.9, 108.9]), startsOnly, true, true],
    ['starts too late, off the line', at([10, 14], [107, 111]), startsOnly, false, true],
    ['a later part of a longer sample, on the line', at([18, 22], [108, 112]), startsOnly, true, true],
    ['an earlier start, on the line', at([0, 20], [90, 110]), startsOnly, true, true],
    ['another occurrence than the first', at([30, 34], [100, 104]), relation, true, true],
    ['a repetition that is not annotated', at([50, 54], [100, 104]), startsOnly, true, false],
    ['elsewhere in the reference', at([10, 14], [20, 24]), relation, false, true],
    ['on the line of a stretch it does not touch', at([60, 64], [150, 154]), short, false, false],
    ['elsewhere in both', at([50, 54], [20, 24]), startsOnly, false, false],
    ['stretched: the line has its own speed', at([18, 20], [116, 120]), startsOnly, true, true],
  ] as const)('%s', (_, alignment, truth, reference, query) => {
    expect(rightPlace(alignment, truth, 'reference', 5)).toBe(reference);
    expect(rightPlace(alignment, truth, 'query', 5)).toBe(query);
  });

  it('takes a start anywhere in a stretch whose end is annotated', () => {
    const long: Relation = { ...relation, inQuery: [{ from: 10, to: 30 }], inReference: [{ from: 100, to: 120 }] };
    expect(rightPlace(at([60, 62], [118, 120]), long, 'reference', 1)).toBe(true);
    expect(rightPlace(at([60, 62], [118, 120]), { ...long, inReference: [{ from: 100 }] }, 'reference', 1)).toBe(false);
  });

  it('takes the line of an alignment without extent by its tempo ratio', () => {
    expect(rightPlace(at([18, 18], [116, 116], { tempoRatio: 2 }), startsOnly, 'reference', 5)).toBe(true);
    expect(rightPlace(at([18, 18], [116, 116]), startsOnly, 'reference', 5)).toBe(false);
  });
});

const right: Match = { track: 'r', score: 1, where: [at([10, 14], [100, 104])] };
const wrong: Match = { track: 'r', score: 1, where: [at([70, 74], [20, 24]), at([10, 14], [100, 104])] };
const other: Match = { track: 'x', score: 2, where: [] };

describe('LocRef and LocQuery', () => {
  const score = (name: string, ...args: Parameters<typeof judged>) => parseMetric(name).score(judged(...args));

  it('look at the first alignment of the best-ranked relevant track, whatever its rank', () => {
    expect(score('LocRef@5', [other, right])).toBe(1);
    expect(score('LocRef@5', [other, wrong])).toBe(0);
    expect(score('LocQuery@5', [other, wrong])).toBe(0);
    expect(score('LocRef@5', [{ ...right, where: [] }])).toBe(0);
  });

  it('give 0 to what was not retrieved, or nothing with `found`', () => {
    expect(score('LocRef@5', [other])).toBe(0);
    expect(score('LocRef@5(found)', [other])).toBeNull();
    expect(score('LocRef@5(cutoff=1)', [other, right])).toBe(0);
    expect(score('LocRef@5(found,cutoff=2)', [other, right])).toBe(1);
  });

  it('say nothing without annotation', () => {
    expect(score('LocRef@5', [right], [{ ...relation, inReference: [] }])).toBeNull();
    expect(score('LocQuery@5', [right], [{ ...relation, inQuery: [] }])).toBeNull();
  });

  it('average over relevant tracks that tie', () => {
    const second: Relation = { ...relation, id: 's2', reference: 'r2' };
    const matches = [right, { ...wrong, track: 'r2' }];
    expect(score('LocRef@5', matches, [relation, second])).toBe(0.5);
    expect(score('LocRef@5(ties=listOrder)', matches, [relation, second])).toBe(1);
    // Tied with two others, a rank-1 cut-off is reached with probability 1/2 + 1/2·0.
    const tied = [right, { ...other, score: 1 }];
    expect(score('LocRef@5(cutoff=1)', tied)).toBeCloseTo(0.5, 12);
  });
});

describe('SemitoneError and TempoError', () => {
  const errors = (extra: Partial<Alignment>, relations: readonly Relation[] = [relation]) => {
    const query = judged([other, { ...right, where: [at([10, 14], [100, 104], extra)] }], relations);
    return [parseMetric('SemitoneError').score(query), parseMetric('TempoError').score(query)];
  };

  it('measure the first alignment against the annotation', () => {
    const [semitones, tempo] = errors({ semitones: 1.5, tempoRatio: 1.25 });
    expect(semitones).toBeCloseTo(0.5, 12);
    expect(tempo).toBeCloseTo(25, 10);
  });

  it('treat too fast and too slow alike', () => {
    expect(errors({ tempoRatio: 0.8 })[1]).toBeCloseTo(25, 10);
  });

  it('take the nearest of several annotated uses', () => {
    expect(errors({ semitones: -3 }, [relation, { ...relation, id: 's2', semitones: -3 }])[0]).toBe(0);
  });

  it('say nothing where nothing is estimated, annotated or found', () => {
    expect(errors({})).toEqual([null, null]);
    const { semitones: _, tempoRatio: __, ...bare } = relation;
    expect(errors({ semitones: 1, tempoRatio: 1 }, [bare])).toEqual([null, null]);
    expect(parseMetric('SemitoneError').score(judged([other]))).toBeNull();
  });
});
