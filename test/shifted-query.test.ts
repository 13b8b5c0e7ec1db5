import {
  type Audio,
  type Component,
  type Created,
  createRandom,
  type Encoder,
  type Kind,
  type Match,
  type Retriever,
} from '@sid/core';
import frontends from '@sid/plugin-frontends';
import indexers from '@sid/plugin-indexers';
import { expect, test } from 'vitest';
import { createEmbedding, type EmbeddingOptions } from '../packages/runtime/src/embedding.ts';

const sampleRate = 11_025;

/** Generated: notes of four partials, five a second at tempo 1, drawn from a seed. */
const song = (seed: string, seconds: number, { semitones = 0, tempo = 1 } = {}): Audio => {
  const random = createRandom(seed);
  const samples = new Float32Array(seconds * sampleRate);
  for (let beat = 0; beat < 5 * tempo * seconds; beat++) {
    const hertz = 110 * 2 ** ((random.int(30) + semitones) / 12);
    const start = Math.round((beat * sampleRate) / (5 * tempo));
    const length = Math.min(samples.length - start, Math.round(sampleRate / 2));
    for (let n = 0; n < length; n++) {
      let value = 0;
      for (let k = 1; k <= 4; k++) value += Math.sin((2 * Math.PI * k * hertz * n) / sampleRate) / k;
      samples[start + n] = (samples[start + n] ?? 0) + 0.1 * value * Math.exp((-6 * n) / sampleRate);
    }
  }
  return { id: `${seed} ${semitones} ${tempo}`, sampleRate, samples };
};

/** Knows absolute pitch, and time to an eighth of a window: the picture itself, blurred and of length 1. */
const synthetic = (bins: number, windowFrames: number): Encoder => ({
  dims: 8 * bins,
  windowFrames,
  hopFrames: windowFrames / 4,
  untrained: false,
  identity: 'synthetic',
  accepts: () => true,
  encode: async (batch) => {
    const data = new Float32Array(batch.length * 8 * bins);
    for (const [i, window] of batch.entries()) {
      const row = data.subarray(i * 8 * bins, (i + 1) * 8 * bins);
      window.data.forEach((value, at) => {
        const part = Math.floor(((at % window.cols) * 8) / window.cols);
        row[8 * Math.floor(at / window.cols) + part] = (row[8 * Math.floor(at / window.cols) + part] ?? 0) + value;
      });
      const length = Math.hypot(...row);
      row.forEach((value, at) => {
        row[at] = value / (length || 1);
      });
    }
    return { rows: batch.length, cols: 8 * bins, data };
  },
  [Symbol.asyncDispose]: async () => undefined,
});

const part = async <K extends Kind>(
  components: readonly Component[],
  kind: K,
  name: string,
  options: object = {},
): Promise<Created[K]> => {
  const found = components.find((each) => each.name === name && each.kind === kind) ?? expect.fail(name);
  return (await found.create(found.options.parse(options), {})) as Created[K];
};

const pitched = { sampleRate, hop: 256, fmin: 55, octaves: 6, binsPerOctave: 24 };

const open = async (
  asked: Partial<EmbeddingOptions>,
  frontend: readonly [string, object] = ['cqt', pitched],
): Promise<Retriever> =>
  createEmbedding(
    {
      frontend: await part(frontends.components, 'frontend', ...frontend),
      encoder: synthetic(144, 128),
      indexer: await part(indexers.components, 'indexer', 'flat', { compute: 'wasm' }),
      matcher: await part(indexers.components, 'matcher', 'alignment'),
    },
    { frontendOptions: {}, tail: 'align', neighbours: 40, ...asked },
  );

const seeds = ['a', 'b', 'c', 'd', 'e', 'f'];

const find = async (retriever: Retriever, query: Audio): Promise<Match | undefined> => {
  const heard = async (audio: Audio, side: 'reference' | 'query') => {
    const analysis = await retriever.analyse(audio, side);
    return (await retriever.refine?.(analysis, side)) ?? analysis;
  };
  for (const seed of seeds) await retriever.add(await heard(song(seed, 40), 'reference'));
  return (await retriever.query(await heard(query, 'query'), 3))[0];
};

test.each([-3, 0, 2])('a sample raised by %i semitones is found, and said to be', async (semitones) => {
  await using retriever = await open({ semitones: [-3, -2, -1, 1, 2, 3] });
  const best = await find(retriever, song('c', 20, { semitones }));
  expect(best?.track).toBe('c 0 1');
  // 0.84: one strong window is worth most of the score since revision 2 of alignment; a whole line gave more than 0.9.
  expect(best?.score).toBeGreaterThan(0.82);
  expect(best?.where[0]?.semitones).toBe(semitones);
  expect(best?.where[0]?.reference.from).toBeLessThan(3);
});

test('without shifted windows nothing is said of semitones, and a raised sample is not found for sure', async () => {
  await using retriever = await open({});
  const best = await find(retriever, song('c', 20, { semitones: 2 }));
  expect(best?.score ?? 0).toBeLessThan(0.6);
  expect(best?.where[0] ?? {}).not.toHaveProperty('semitones');
});

test.each([0.8, 1.25])('a sample at %d times the speed is found at its times, and its speed said', async (tempo) => {
  await using retriever = await open({ semitones: [-1, 1], tempo: [0.8, 1.25] });
  const best = await find(retriever, song('e', 20, { semitones: 1, tempo }));
  expect(best?.track).toBe('e 0 1');
  const [place] = best?.where ?? [];
  expect(place?.semitones).toBe(1);
  expect(Math.abs((place?.tempoRatio ?? 0) / tempo - 1)).toBeLessThan(0.03);
  expect(place?.query.to).toBeGreaterThan(17);
  expect(place?.query.to).toBeLessThanOrEqual(20);
  expect(Math.abs((place?.reference.to ?? 0) - tempo * (place?.query.to ?? 0))).toBeLessThan(1);
});

test('frontends without even bins, and shifts between two bins, are refused', async () => {
  const mel = ['mel', { sampleRate, bins: 144 }] as const;
  await expect(open({ semitones: [1] }, mel)).rejects.toMatchObject({
    code: 'SID_METHOD_UNFIT',
    message: expect.stringMatching(/not evenly spaced in pitch/),
  });
  await expect(open({ tempo: [0.9] }, mel)).resolves.toBeDefined();
  await expect(open({ semitones: [0.25] })).rejects.toThrow(/multiples of 0\.5/);
});
