import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { WeightsCard } from '@sid/core';
import type { Board } from '@sid/eval';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFolder, writeConfig } from './folder.ts';
import { jsonOf, repository, sid, startSid } from './sid.ts';

const config = join(repository, 'configs/ci/train-tiny.yaml');

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Everything that training continues from, to the bit: what follows the header, which tells the time as well. */
const stateOf = async (run: string): Promise<string> => {
  const file = await readFile(join(run, 'checkpoint.safetensors'));
  const start = 8 + Number(file.readBigUInt64LE(0));
  return createHash('sha256').update(file.subarray(start)).digest('hex');
};

interface Trained {
  readonly card: WeightsCard;
  readonly folder: string;
}

const isThere = async (path: string): Promise<void> => {
  while (!(await exists(path))) await setTimeout(10);
};

describe('sid train', () => {
  let cwd = '';
  let whole: Trained;
  /** Songs are read once, for all tests. */
  const args = (name: string, ...more: readonly string[]) => [
    'train',
    config,
    ...['--out', name, '--to', join(name, 'weights'), '--steps', '6', ...more],
  ];
  beforeAll(async () => {
    cwd = await testFolder(afterAll);
    whole = jsonOf(await sid([...args('whole'), '--json'], { cwd })) as Trained;
  });

  it('writes weights with a card, a log and a curve', async () => {
    expect(whole.card).toMatchObject({
      tag: 'ci-tiny',
      architecture: 'gnn',
      frontend: { use: 'mel', preset: 'bhattacharjee-2025' },
      retrain: 'sid train train-tiny.yaml',
      training: { stepsDone: 6, songs: { train: 6, heldBack: 2 } },
    });
    expect(whole.card.training?.curves.loss).toHaveLength(6);
    const lines = (await readFile(join(cwd, 'whole/log.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual([1, 2, 2, 3, 4, 4, 5, 6, 6]);
    expect(await readFile(join(cwd, 'whole/curve.svg'), 'utf8')).toContain('held-back songs');
    const info = await sid(['weights', 'info', './whole/weights/ci-tiny'], { cwd });
    expect(info.stdout).toMatch(/training +6 steps in .* on 6 songs, tfjs-wasm/);
  });

  it('says at once that a run is done', async () => {
    const again = jsonOf(await sid([...args('whole'), '--json'], { cwd })) as Trained;
    expect(again.card.digest).toBe(whole.card.digest);
  });

  it('comes to the same weights with any number of threads', async () => {
    const one = jsonOf(await sid([...args('one', '--workers', '1'), '--json'], { cwd })) as Trained;
    expect(one.card.digest).toBe(whole.card.digest);
    expect(await stateOf(join(cwd, 'one'))).toBe(await stateOf(join(cwd, 'whole')));
  });

  it('comes to the same weights with any number of processes', async () => {
    const one = jsonOf(await sid([...args('alone', '--processes', '1'), '--json'], { cwd })) as Trained;
    expect(one.card.digest).toBe(whole.card.digest);
    expect(await stateOf(join(cwd, 'alone'))).toBe(await stateOf(join(cwd, 'whole')));
  });

  it('comes to the same weights when it was killed', async () => {
    const running = startSid(args('killed'), { cwd });
    await isThere(join(cwd, 'killed/checkpoint.safetensors'));
    running.process.kill('SIGKILL');
    expect((await running.ended).code).toBeNull();
    const resumed = await sid([...args('killed'), '--json'], { cwd });
    expect((jsonOf(resumed) as Trained).card.digest).toBe(whole.card.digest);
    expect(await stateOf(join(cwd, 'killed'))).toBe(await stateOf(join(cwd, 'whole')));
  });

  it('stops on Ctrl-C with a checkpoint, and continues', async () => {
    const running = startSid(args('stopped'), { cwd });
    await isThere(join(cwd, 'stopped/checkpoint.safetensors'));
    running.process.kill('SIGINT');
    const stopped = await running.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('the same command continues from there');
    const resumed = await sid(args('stopped'), { cwd });
    expect(resumed.stderr).toMatch(/Continuing at step [1-6]: ci-tiny/);
    expect(resumed.stdout).toContain(whole.card.digest);
  });

  it('lets nobody else work in its folder while it runs', async () => {
    const running = startSid(args('shared'), { cwd });
    await isThere(join(cwd, 'shared/checkpoint.safetensors'));
    running.process.kill('SIGSTOP');
    const refused = await sid(args('shared'), { cwd });
    running.process.kill('SIGCONT');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/SID_FOLDER_BUSY/);
    expect(refused.stderr).toMatch(/Another training is going on in ".*shared"/);
    expect((await running.ended).stdout).toContain(whole.card.digest);
  });

  it('ends where the loss is not a number, and keeps the batch', async () => {
    const optimiser = { kind: 'sgd', learningRate: 1e30 };
    const file = await writeConfig(cwd, { $import: config, tag: 'wild', optimiser, ema: 0.5 }, 'wild.yaml');
    const { code, stderr } = await sid(['train', file, '--out', 'wild'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/SID_TRAINING_FAILED/);
    const [, step] = /The batch is in ".*bad-batch-(\d)\.npy"/.exec(stderr) ?? [];
    const batch = JSON.parse(await readFile(join(cwd, `wild/bad-batch-${step}.json`), 'utf8')) as object;
    expect(batch).toMatchObject({ step: Number(step), views: { length: 6 }, songs: { length: 3 } });
    const array = await readFile(join(cwd, `wild/bad-batch-${step}.npy`), 'latin1');
    expect(array).toContain("'shape': (6, 64, 128)");
  });

  it('says what weights it started from, and what it was told to', async () => {
    const next = { $import: config, tag: 'next', from: './whole/weights/ci-tiny' };
    const file = await writeConfig(cwd, next, 'next.yaml');
    const { card } = jsonOf(
      await sid(['train', file, '--steps', '1', '--note', 'A test.', '--json'], { cwd }),
    ) as Trained;
    expect(card.note).toBe('A test.');
    expect(card.data).toMatch(
      /; 2 of them held back; started from the weights ci-tiny of \d steps on 8 songs of generated/,
    );
  });

  it('stops early when validation no longer improves, and keeps the latest of equals', async () => {
    const early = {
      validation: { every: 1 },
      earlyStop: { patience: 2 },
      optimiser: { learningRate: 1e-9 },
      steps: 40,
    };
    const file = await writeConfig(cwd, { $import: config, tag: 'early', ...early }, 'early.yaml');
    const { card } = jsonOf(await sid(['train', file, '--json'], { cwd })) as Trained;
    // The first validation is as good as any, and the two after it no better.
    expect(card.training?.stepsDone).toBe(3);
    expect(card.steps).toBe(3);
  });

  it('trains a re-ranker on an encoder that was trained', async () => {
    const reranker = await writeConfig(
      cwd,
      {
        tag: 'ci-reranker',
        frontend: { use: 'mel', preset: 'bhattacharjee-2025' },
        encoder: {
          use: 'gnn',
          with: {
            blocks: [1],
            channels: [8],
            headChannels: 16,
            projector: 32,
            dims: 16,
            weights: './whole/weights/ci-tiny',
          },
        },
        reranker: { use: 'cross-attention', with: { channels: 8, nodes: 256, heads: 2, hidden: 4 } },
        pairing: 'two-view',
        songs: [{ use: 'generated', with: { count: 8, seconds: [9, 10] } }],
        heldBack: { atLeast: 2 },
        pairs: { negatives: 2 },
        batch: { items: 3 },
        steps: 3,
        backend: { prefer: ['tfjs-wasm'] },
      },
      'reranker.yaml',
    );
    const { card } = jsonOf(await sid(['train', reranker, '--json'], { cwd })) as Trained;
    expect(card).toMatchObject({
      architecture: 'cross-attention',
      training: { stepsDone: 3 },
      metrics: { 'held-back songs': { PairAccuracy: expect.any(Number) } },
    });
  });

  it('refuses a checkpoint of another configuration, unless told to start anew', async () => {
    const refused = await sid(args('whole', '--seed', '2'), { cwd });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/SID_TRAINING_FAILED/);
    expect(refused.stderr).toMatch(/seed: 1 in the checkpoint, 2 now/);
    expect(refused.stderr).toContain('--restart');
  });

  it.each([
    ['an unknown loss', { loss: 'softmax' }, /No loss is called "softmax". Known: .*nt-xent/],
    ['a frontend that does not fit', { frontend: 'mel' }, /takes 64 bins, and the frontend gives 128/],
    ['a misspelt key', { stepz: 3 }, /stepz/],
    ['a loss beside a re-ranker', { reranker: 'cross-attention' }, /either a loss.*or a reranker/],
  ])('refuses %s before a song is read', async (_, wrong, message) => {
    const file = await writeConfig(cwd, { $import: config, ...wrong }, 'wrong.yaml');
    const refused = await sid(['train', file], { cwd });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(message);
    expect(refused.stderr).not.toContain('Reading songs');
  });
});

describe('sid compare --train', () => {
  const methods = {
    tiny: {
      frontend: { use: 'mel', preset: 'bhattacharjee-2025' },
      encoder: {
        use: 'gnn',
        with: { blocks: [1], channels: [8], headChannels: 16, projector: 32, dims: 16, weights: 'ci-tiny' },
      },
      train: config,
    },
    lost: { frontend: 'mel', encoder: { use: 'gnn', with: { weights: 'nowhere' } } },
    landmark: { retriever: 'landmark' },
  };
  const dataset = {
    use: 'artificial',
    with: {
      references: 2,
      noise: 2,
      queriesPerClass: 1,
      negatives: 1,
      songSeconds: [10, 12],
      querySeconds: [8, 10],
      excerptSeconds: [3, 4],
    },
  };

  it('skips what has no weights and says how to train it; with --train it trains', async () => {
    const cwd = await testFolder();
    await writeConfig(cwd, { dataset, methods });
    const boardOf = async (...more: readonly string[]) =>
      jsonOf(await sid(['compare', 'benchmark.yaml', '--json', ...more], { cwd })) as Board;
    const before = (await boardOf()).methods;
    expect(before.find(({ name }) => name === 'tiny')).toMatchObject({
      status: 'skipped',
      reason: expect.stringMatching(/^Its weights "ci-tiny" are not there\. Train them: sid train .*train-tiny\.yaml/),
    });
    expect(before.find(({ name }) => name === 'lost')).toMatchObject({ status: 'skipped' });
    const after = (await boardOf('--train')).methods;
    expect(after.find(({ name }) => name === 'tiny')).toMatchObject({ status: 'done' });
    expect(after.find(({ name }) => name === 'lost')).toMatchObject({ status: 'skipped' });
    expect(after.find(({ name }) => name === 'landmark')).toMatchObject({ status: 'done' });
  });
});
