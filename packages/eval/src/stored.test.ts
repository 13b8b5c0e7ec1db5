import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { completeProtocol } from './protocol.ts';
import { parseResult, parseTruth } from './stored.ts';

const folder = new URL('../../../test/fixtures/results/v1/', import.meta.url);
const files = readdirSync(folder);
const text = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

const failure = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('results of version 1', () => {
  const results = files.filter((file) => file.startsWith('result'));

  it('are there', () => {
    expect(files).toContain('truth.json');
    expect(results.length).toBeGreaterThanOrEqual(2);
    expect(files).toHaveLength(results.length + 1);
  });

  it.each(results)('%s loads unchanged but for unknown members', (file) => {
    const { addedLater: _, ...content } = JSON.parse(text(file)) as Record<string, unknown>;
    expect(parseResult(text(file), file)).toEqual(content);
  });

  it('load and evaluate', () => {
    const truth = parseTruth(text('truth.json'), 'truth.json');
    expect(truth).toEqual(JSON.parse(text('truth.json')));
    const board = evaluate(
      truth,
      results.map((file) => parseResult(text(file), file)),
      [],
      completeProtocol({ bootstrapSamples: 200 }),
    );
    const method = board.methods.find(({ name }) => name === 'landmark-invariant');
    // Q1: 1. Q2: R2 ties with N1, so 3/4 of its precision over two relevant tracks. Q3: not found.
    expect(method?.metrics.MAP?.mean).toBeCloseTo((1 + 0.75 / 2 + 0) / 3, 12);
    expect(method?.metrics['LocRef@5']?.mean).toBeCloseTo(2 / 3, 12);
    expect(board.methods.find(({ name }) => name === 'landmark')?.metrics.MAP?.mean).toBe(0);
  });
});

describe('parseResult', () => {
  it('names the file and the place', () => {
    const broken = text('result.json').replace('"score": 0.1', '"score": "0.1"');
    expect(failure(() => parseResult(broken, 'a/b.json'))).toMatchObject({
      code: 'SID_RESULT_INVALID',
      message: expect.stringMatching(/^a\/b\.json: rankings\[0\]\.matches\[1\]\.score: .*number.*delete it/),
    });
  });

  it('refuses half a file, another schema and a foreign kind', () => {
    expect(failure(() => parseResult(text('result.json').slice(0, 400), 'r.json'))).toMatchObject({
      code: 'SID_RESULT_INVALID',
      message: expect.stringContaining('r.json: not JSON'),
    });
    expect(failure(() => parseResult('3', 'r.json'))).toMatchObject({
      message: expect.stringContaining('r.json: the whole'),
    });
    expect(failure(() => parseResult(text('truth.json'), 'r.json'))).toMatchObject({
      message: expect.stringContaining('r.json: schema'),
    });
    expect(failure(() => parseTruth(text('result.json'), 't.json'))).toMatchObject({
      code: 'SID_RESULT_INVALID',
      message: expect.stringContaining('t.json: schema'),
    });
  });
});
