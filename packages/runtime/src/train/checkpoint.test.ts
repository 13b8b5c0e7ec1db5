import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointFolder, type TrainingProgress } from './checkpoint.ts';
import { checkIdentity } from './identity.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sid-checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const progress = (step: number, best: number | null): TrainingProgress => ({
  schema: 'sid.checkpoint/1',
  identity: { 'optimiser.learningRate': 0.1, 'batch.items': 4 },
  step,
  seconds: 1.25,
  history: { mean: 0.1, weight: 1 / 3, best: null, since: 0, drops: 0 },
  best: best === null ? null : { step: best, value: 0.5, metrics: { MAP: 0.5 } },
  validated: 0,
  sinceBest: 0,
});

const tensors = (value: number) => new Map([['network/a', Float32Array.of(value, 1 / 3)]]);

describe('a folder of checkpoints', () => {
  it('is empty at first, and gives back what was saved last, to the bit', async () => {
    const checkpoints = checkpointFolder(folder);
    expect(await checkpoints.load()).toBeUndefined();
    await checkpoints.save(progress(1, null), tensors(1));
    await checkpoints.save(progress(2, null), tensors(0.1));
    const found = await checkpointFolder(folder).load();
    expect(found?.progress).toEqual(progress(2, null));
    expect([...(found?.tensors ?? [])]).toEqual([...tensors(0.1)]);
  });

  it('keeps the best weights that a checkpoint refers to, and no others', async () => {
    const checkpoints = checkpointFolder(folder);
    await checkpoints.saveBest(5, tensors(5));
    await checkpoints.save(progress(5, 5), tensors(1));
    await checkpoints.saveBest(8, tensors(8));
    expect([...(await checkpointFolder(folder).loadBest(5))]).toEqual([...tensors(5)]);
    await checkpoints.save(progress(9, 8), tensors(1));
    expect((await readdir(folder)).sort()).toEqual(['best-8.safetensors', 'checkpoint.safetensors']);
  });

  it('removes what a killed process left half-written', async () => {
    const checkpoints = checkpointFolder(folder);
    await checkpoints.save(progress(1, null), tensors(1));
    await writeFile(join(folder, 'checkpoint.safetensors.1-0a.part'), 'half');
    expect((await checkpoints.load())?.progress).toEqual(progress(1, null));
    expect(await readdir(folder)).toEqual(['checkpoint.safetensors']);
  });

  it('says what to do about a broken one', async () => {
    const checkpoints = checkpointFolder(folder);
    await checkpoints.save(progress(1, null), tensors(1));
    await truncate(join(folder, 'checkpoint.safetensors'), 30);
    await expect(checkpoints.load()).rejects.toMatchObject({
      code: 'SID_TRAINING_FAILED',
      suggestions: [expect.stringContaining('--restart')],
    });
    await checkpoints.clear();
    expect(await checkpoints.load()).toBeUndefined();
  });
});

describe('checkIdentity', () => {
  it('names every key that differs', () => {
    const now = { 'optimiser.learningRate': 0.2, 'batch.items': 4, 'batch.micro': 2 };
    expect(() => checkIdentity(progress(1, null).identity, now, 'here')).toThrow(
      /"here" belongs to another configuration:\n {2}batch\.micro: absent in the checkpoint, 2 now\n {2}optimiser\.learningRate: 0\.1 in the checkpoint, 0\.2 now$/,
    );
    checkIdentity({ a: [1, 2] }, { a: [1, 2] }, 'here');
  });
});
