import type { Match, Relation } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { completeProtocol } from './protocol.ts';
import type { Result } from './result.ts';
import type { Truth } from './truth.ts';

const protocol = completeProtocol({ bootstrapSamples: 100, permutations: 500 });

const relation = (query: string, reference: string, extra: Partial<Relation> = {}): Relation => ({
  id: `${query}-${reference}`,
  query,
  reference,
  inQuery: [{ from: 0, to: 4 }],
  inReference: [{ from: 10, to: 14 }],
  ...extra,
});

const truthOf = (relations: readonly Relation[]): Truth => ({
  schema: 'sid.truth/1',
  dataset: { name: 'd', version: '1', licence: 'CC0-1.0', citation: 'c', generated: true, description: 'x' },
  digest: 'abc',
  references: ['R1', 'R2', 'R3', 'N1', 'N2'].map((id) => ({
    id,
    role: id.startsWith('N') ? ('noise' as const) : ('reference' as const),
    durationSeconds: 100,
    title: `Title of ${id}`,
  })),
  queries: ['Q1', 'Q2', 'Q3', 'X1'].map((id) => ({
    id,
    role: id.startsWith('X') ? ('negative' as const) : ('query' as const),
    durationSeconds: 30,
  })),
  relations,
  leftOut: [],
  notes: ['a note'],
});

const truth = truthOf([
  relation('Q1', 'R1', { class: 'clean', semitones: 0, tempoRatio: 1 }),
  relation('Q1', 'R2', { class: 'pitch', semitones: 3, tempoRatio: 1 }),
  relation('Q2', 'R2', {
    class: 'pitch',
    semitones: -2.5,
    tempoRatio: 1.2,
    inQuery: [
      { from: 3, to: 13 },
      { from: 20, to: 21 },
    ],
  }),
  relation('Q3', 'R3'),
]);

const ranking = (...tracks: readonly string[]): readonly Match[] =>
  tracks.map((track, index) => ({ track, score: 1 - index / 10, where: [] }));

const perfect: Readonly<Record<string, readonly Match[]>> = {
  Q1: ranking('R1', 'R2'),
  Q2: ranking('R2'),
  Q3: ranking('R3'),
  X1: [],
};

const resultOf = (method: string, rankings = perfect, extra: Partial<Result> = {}): Result => ({
  schema: 'sid.result/1',
  method,
  run: '0123456789ab',
  config: {},
  components: [{ kind: 'retriever', name: 'landmark', plugin: 'p', revision: 1, options: {} }],
  versions: {},
  dataset: { name: 'd', version: '1', digest: 'abc' },
  seed: 1,
  scoreMeaning: 'x',
  timings: { referenceAudioSeconds: 7200, indexSeconds: 10, decodeSeconds: 1, querySeconds: [0.1, 0.3] },
  size: { tracks: 5, bytes: 4000 },
  noise: 2,
  leftOut: [],
  rankings: Object.entries(rankings).map(([query, matches]) => ({ query, matches })),
  ...extra,
});

describe('evaluate', () => {
  const board = evaluate(truth, [resultOf('a')], [{ name: 'b', status: 'skipped', reason: 'no device' }], protocol);
  const [method] = board.methods;

  it('describes the data set and the metrics', () => {
    expect(board.dataset).toMatchObject({ queries: 3, negatives: 1, references: 3, noise: 2, generated: true });
    expect(board.dataset.relations).toEqual(['Q1-R1', 'Q1-R2', 'Q2-R2', 'Q3-R3']);
    expect(board.metricInfo?.map(({ name }) => name)).toEqual(protocol.metrics);
    expect(board.metricInfo?.find(({ name }) => name === 'medNR')).toMatchObject({
      better: 'lower',
      aggregate: 'median',
    });
  });

  it('scores a perfect method', () => {
    expect(method?.metrics.MAP).toMatchObject({ mean: 1, n: 3 });
    expect(method?.metrics.mNR).toMatchObject({ mean: 0, n: 3 });
    expect(method?.metrics.SemitoneError).toBeUndefined();
    expect(method?.rejection).toMatchObject({ auroc: 1, falseAlarmRate: 0 });
  });

  it('lists methods without a result', () => {
    expect(board.methods[1]).toEqual({ name: 'b', status: 'skipped', reason: 'no device', metrics: {} });
    expect(board.baseline).toBe('a');
  });

  it('states costs', () => {
    expect(method?.timing).toMatchObject({ timesRealTime: 720, querySeconds: 0.2 });
    expect(method?.size).toEqual({ tracks: 5, bytes: 4000, bytesPerHour: 2000 });
  });

  it('breaks down by class, transformation and length', () => {
    expect(method?.classes?.pitch?.MAP?.n).toBe(2);
    expect(method?.classes?.clean?.MAP?.n).toBe(1);
    expect(method?.robustness?.map(({ semitones, tempoRatio }) => [semitones, tempoRatio])).toEqual([
      [
        [-2.5, -0.5],
        [1.18, 1.4],
      ],
      [
        [-0.5, 0.5],
        [0.97, 1.03],
      ],
      [
        [2.5, 4.5],
        [0.97, 1.03],
      ],
    ]);
    expect(method?.lengths?.map(({ seconds, estimate }) => [seconds, estimate.n])).toEqual([
      [[3, 5], 2],
      [[8, 10], 1],
    ]);
  });

  it('judges a class by its own relations: the others neither help nor hurt', () => {
    const rankings = { ...perfect, Q1: ranking('R2', 'N1', 'R1') };
    const [only] = evaluate(truth, [resultOf('a', rankings)], [], protocol).methods;
    expect(only?.classes?.clean?.MAP?.mean).toBe(1 / 2);
    expect(only?.classes?.pitch?.MAP?.mean).toBe(1);
    // Of the pool of five, R2 is set aside and R1 is right: three others, of which N1 is above.
    expect(only?.classes?.clean?.mNR?.mean).toBeCloseTo(1 / 3, 12);
    expect(only?.queries?.[0]).toMatchObject({ query: 'Q1', class: 'clean + pitch', scores: { 'HR@1': 1 } });
    expect(only?.queries?.[0]?.found[1]).toMatchObject({ track: 'N1', title: 'Title of N1', relevant: false });
  });

  it('uses the exact values of a grid', () => {
    const grid = ['Q1', 'Q2', 'Q3'].flatMap((query) => [
      relation(query, 'R1', { semitones: 1, tempoRatio: 1 }),
      relation(query, 'R2', { semitones: 2, tempoRatio: 1.1 }),
    ]);
    const [only] = evaluate(truthOf(grid), [resultOf('a')], [], protocol).methods;
    expect(only?.robustness?.map(({ semitones, tempoRatio, estimate }) => [semitones, tempoRatio, estimate.n])).toEqual(
      [
        [[1, 1], [1, 1], 3],
        [[2, 2], [1.1, 1.1], 3],
      ],
    );
  });
});

describe('coverage', () => {
  it('scores every method on what all of them had', () => {
    const partial = resultOf('b', perfect, { leftOut: [{ id: 'R3', reason: 'broken file', file: 'R3.wav' }] });
    const flooded = resultOf('a', { ...perfect, Q2: ranking('R3', 'R2') });
    const board = evaluate(truth, [flooded, partial], [], protocol);
    expect(board.dataset).toMatchObject({ queries: 2, references: 2, negatives: 1 });
    expect(board.dataset.relations).toEqual(['Q1-R1', 'Q1-R2', 'Q2-R2']);
    expect(board.dataset.leftOut).toEqual([
      { id: 'R3', reason: 'b: broken file', file: 'R3.wav' },
      { id: 'Q3-R3', reason: 'relation without its reference R3' },
      { id: 'Q3', reason: 'query without a usable reference' },
    ]);
    // R3 stood above R2, but not every method had it.
    expect(board.methods.map(({ metrics }) => metrics.MAP)).toMatchObject([
      { mean: 1, n: 2 },
      { mean: 1, n: 2 },
    ]);
  });

  it('counts the noise that was in the index', () => {
    const rankings = { ...perfect, Q3: ranking('N1', 'R3') };
    const small = resultOf('small', rankings, { noise: 1 });
    const [all, one] = evaluate(truth, [resultOf('all', rankings), small], [], protocol).methods;
    expect(all?.metrics.mNR?.mean).toBeCloseTo(1 / 4 / 3, 12);
    expect(one?.metrics.mNR?.mean).toBeCloseTo(1 / 3 / 3, 12);
    // Which part of the noise a smaller index held is not stored; what was found of it is certain.
    const unranked = { ...protocol, metrics: ['MAP(noise=unranked)', 'mNR(noise=unranked)'] };
    const last = resultOf('last', { ...perfect, Q3: ranking('N2', 'R3') }, { noise: 1 });
    const [only] = evaluate(truth, [last], [], unranked).methods;
    expect(only?.metrics['MAP(noise=unranked)']?.mean).toBe(1);
    expect(only?.metrics['mNR(noise=unranked)']).toMatchObject({ mean: 0, n: 3 });
  });

  it.each([
    ['another data set', resultOf('a', perfect, { dataset: { name: 'd', version: '1', digest: 'xyz' } }), /"a".*xyz/],
    ['a missing ranking', resultOf('a', { Q1: [] }), /no ranking for the query "Q2"/],
  ])('refuses %s', (_, result, message) => {
    expect(() => evaluate(truth, [result], [], protocol)).toThrow(message);
  });

  it('refuses an empty data set, and a baseline that is no method', () => {
    expect(() => evaluate(truthOf([]), [resultOf('a')], [], protocol)).toThrow(/nothing to evaluate/);
    expect(() => evaluate(truth, [resultOf('a')], [], protocol, { baseline: 'z' })).toThrow(/"z".*Known: "a"/);
  });
});

describe('tests', () => {
  const bad = { ...perfect, Q1: ranking('N1', 'R1'), Q2: ranking('N1'), Q3: ranking('N2') };

  it('compare every pair, the baseline last', () => {
    const board = evaluate(truth, [resultOf('a', bad), resultOf('b'), resultOf('c')], [], protocol, { baseline: 'a' });
    expect(board.tests.filter(({ metric }) => metric === 'HR@1').map(({ a, b, n }) => [a, b, n])).toEqual([
      ['b', 'a', 3],
      ['c', 'a', 3],
      ['b', 'c', 3],
    ]);
    // Three differences of one sign: 2 of 8 flips reach the sum; Holm over three pairs.
    expect(board.tests[3]).toMatchObject({ metric: 'HR@1', difference: 1, p: 0.25, pHolm: 0.75 });
    expect(board.tests[5]).toMatchObject({ difference: 0, p: 1, pHolm: 1 });
  });

  it('compare with the baseline only where methods are many', () => {
    const many = Array.from({ length: 9 }, (_, index) => resultOf(`m${index}`));
    expect(evaluate(truth, many, [], protocol).tests).toHaveLength(2 * 8);
  });
});

describe('metrics of plugins', () => {
  it('are named by the protocol or added', () => {
    const longest = { name: 'Listed', better: 'higher', score: ({ matches }) => matches.length } as const satisfies {
      score(judged: { readonly matches: readonly unknown[] }): number;
      name: string;
      better: string;
    };
    const named = { ...protocol, metrics: ['Listed', 'MAP'] };
    const [first] = evaluate(truth, [resultOf('a')], [], named, { extraMetrics: [longest] }).methods;
    expect(Object.keys(first?.metrics ?? {})).toEqual(['Listed', 'MAP']);
    expect(first?.metrics.Listed).toMatchObject({ mean: 1, n: 4 });
    const added = evaluate(truth, [resultOf('a')], [], { ...protocol, metrics: ['MAP'] }, { extraMetrics: [longest] });
    expect(added.protocol.metrics).toEqual(['MAP', 'Listed']);
    expect(() => evaluate(truth, [resultOf('a')], [], named)).toThrow(/No metric is called "Listed"/);
  });
});

describe('curves', () => {
  const swept = (method: string, parameters: Result['parameters'], retriever = 'landmark'): Result =>
    resultOf(method, perfect, {
      ...(parameters === undefined ? {} : { parameters }),
      components: [{ kind: 'retriever', name: retriever, plugin: 'p', revision: 1, options: {} }],
    });

  it('run over each axis, a series per setting of the others', () => {
    const board = evaluate(
      truth,
      [
        swept('landmark[density=40,hop=1]', { density: 40, hop: 1 }),
        swept('landmark[density=10,hop=1]', { density: 10, hop: 1 }),
        swept('landmark[density=10,hop=2]', { density: 10, hop: 2 }),
        swept('plain', undefined),
      ],
      [],
      protocol,
    );
    const curves = board.curves?.filter(({ metric }) => metric === 'MAP');
    expect(curves?.map(({ axis, series, points }) => [axis, series, points.map(({ x }) => x)])).toEqual([
      ['density', 'landmark[hop=1]', [10, 40]],
      ['hop', 'landmark[density=10]', [1, 2]],
    ]);
  });

  it('keep methods apart, and join them where the axis is the method', () => {
    const results = ['landmark', 'other'].flatMap((retriever) =>
      [1, 2].map((hop) => swept(`${retriever}[hop=${hop}]`, { retriever, hop }, retriever)),
    );
    const curves = evaluate(truth, results, [], protocol).curves?.filter(({ metric }) => metric === 'MAP');
    expect(curves?.map(({ axis, series, points }) => [axis, series, points.map(({ x }) => x)])).toEqual([
      ['retriever', 'landmark[hop=1]', ['landmark', 'other']],
      ['retriever', 'landmark[hop=2]', ['landmark', 'other']],
      ['hop', 'landmark', [1, 2]],
      ['hop', 'other', [1, 2]],
    ]);
  });

  it('are absent without a sweep', () => {
    expect(evaluate(truth, [swept('a', { density: 1 }), swept('b', undefined)], [], protocol).curves).toBeUndefined();
  });
});
