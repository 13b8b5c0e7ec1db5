import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { curveSvg, curvesOf } from './curve.ts';
import { type LogEntry, openTrainingLog } from './training-log.ts';

const step = (n: number, loss = 1 / n): LogEntry => ({
  step: n,
  loss,
  learningRate: 1e-3,
  gradientNorm: 1,
  items: 4,
  seconds: n,
  waitedSeconds: 0,
});

it('a log continues where the checkpoint was, and forgets what came after and what is broken', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sid-log-'));
  try {
    const path = join(folder, 'run', 'log.jsonl');
    {
      await using log = await openTrainingLog(path, 0);
      for (const n of [1, 2, 3]) await log.add(step(n));
      await log.add({ step: 2, seconds: 2, validation: { MAP: 0.5 } });
    }
    await appendFile(path, '{"step":2,"lo');
    await using log = await openTrainingLog(path, 2);
    expect(log.entries.map((entry) => entry.step)).toEqual([1, 2, 2]);
    await log.add(step(3, 7));
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as LogEntry).step)).toEqual([1, 2, 2, 3]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('curves are averaged to few points, validations are kept', () => {
  const entries = Array.from({ length: 1000 }, (_, i) => step(i + 1, i % 2));
  const { loss, validation } = curvesOf(
    [...entries, { step: 1000, seconds: 1, validation: { MAP: 0.25, 'HR@1': 0 } }],
    100,
  );
  expect(loss).toHaveLength(100);
  expect(loss.at(-1)).toEqual([1000, 0.5]);
  expect(validation).toEqual({ MAP: [[1000, 0.25]], 'HR@1': [[1000, 0]] });
});

it.each([
  ['nothing', []],
  ['one step', [step(1)]],
  ['a constant', [step(1, 2), step(2, 2)]],
  ['steps and validations', [step(1), step(2), { step: 2, seconds: 2, validation: { 'a<b': 0.5 } }, step(3)]],
])('a curve of %s is a drawing without NaN', (_, entries) => {
  const svg = curveSvg('a & b', curvesOf(entries as readonly LogEntry[]), 3);
  expect(svg).not.toMatch(/NaN|Infinity|a & b|a<b/);
  expect(svg.match(/<svg/g)).toHaveLength(1);
});
