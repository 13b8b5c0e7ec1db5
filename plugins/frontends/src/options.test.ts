import type { Audio } from '@sid/core';
import { syntheticTrack } from '@sid/testkit';
import { describe, expect, it } from 'vitest';
import { cqt, mel, vqt } from './index.ts';

const audio = (sampleRate: number): Audio => syntheticTrack(3, 6, sampleRate);

describe('options that do not fit together', () => {
  it.each([
    [vqt, { sampleRate: 16_000, octaves: 8 }, /lie at 821\d\.\d Hz/],
    [vqt, { bins: 400 }, /there is nothing from 11025 Hz on/],
    [vqt, { crop: { first: 200, bins: 60 } }, /252 bins/],
    [vqt, { output: 'db', normalisation: 'log-max' }, /takes the logarithm of magnitudes itself/],
    [cqt, { output: 'log-magnitude', normalisation: 'db-max' }, /wants decibels/],
    [cqt, { gamma: 7 }, /gamma/],
    [cqt, { hop: 0 }, /hop/],
    [mel, { fftSize: 1000 }, /multiple of 32/],
    [mel, { fmax: 12_000 }, /half of the sampleRate/],
    [mel, { fmin: 5000, fmax: 4000 }, /not below/],
  ] as const)('%# are refused', (component, options, message) => {
    const { error } = component.options.safeParse(options);
    expect(error?.message).toMatch(message);
  });

  it.each([vqt, cqt, mel])('presets of $name fit', (component) => {
    for (const preset of Object.values(component.presets))
      expect(component.options.safeParse(preset).success).toBe(true);
  });
});

describe('what a window becomes', () => {
  const made = async (options: object) => {
    const frontend = await vqt.create(vqt.options.parse({ ...(vqt.presets['riou-2025'] ?? {}), ...options }), {});
    const picture = await frontend.extract(audio(16_000));
    return { spec: frontend.spec, picture, window: frontend.normalise?.(picture) ?? picture };
  };

  it('keeps the 288 bins of Riou et al. in the picture and gives an encoder the middle 252', async () => {
    const { spec, picture, window } = await made({});
    expect([picture.rows, window.rows, spec.bins, spec.framesPerSecond]).toEqual([288, 252, 252, 50]);
    const middle = picture.data.subarray(18 * picture.cols, 270 * picture.cols);
    const greatest = middle.reduce((most, x) => Math.max(most, x), 0);
    for (const i of [0, 1000, middle.length - 1])
      expect(window.data[i]).toBeCloseTo(Math.log((middle[i] ?? 0) / greatest + 1e-12), 4);
    expect(window.data.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY)).toBeCloseTo(0, 5);
  });

  it('crops both parts of complex windows and scales neither', async () => {
    const { spec, picture, window } = await made({ output: 'complex' });
    expect([picture.rows, window.rows, spec.bins]).toEqual([576, 504, 504]);
    expect(window.data[0]).toBe(picture.data[18 * picture.cols]);
    expect(window.data[252 * window.cols]).toBe(picture.data[(288 + 18) * picture.cols]);
  });

  it('is standardised by mean and deviation', async () => {
    const plain = await made({});
    const other = await made({ mean: -4, deviation: 2 });
    for (const i of [0, 777, 5555]) expect(other.window.data[i]).toBeCloseTo(((plain.window.data[i] ?? 0) + 4) / 2, 4);
  });

  it('has decibels below the greatest, from decibels as from powers', async () => {
    const windowOf = async (output: 'db' | 'power') => {
      const frontend = await mel.create(mel.options.parse({ output, normalisation: 'db-max', topDb: 60 }), {});
      const picture = await frontend.extract(audio(22_050));
      return frontend.normalise?.(picture).data ?? expect.fail('nothing is normalised');
    };
    const [db, power] = [await windowOf('db'), await windowOf('power')];
    for (const [i, value] of db.entries()) expect(power[i]).toBeCloseTo(value, 3);
    expect(Math.min(...db)).toBe(-60);
    expect(Math.max(...db)).toBe(0);
  });

  it('is the picture itself where nothing is asked for', async () => {
    const frontend = await cqt.create(cqt.options.parse({}), {});
    expect(frontend.normalise).toBeUndefined();
  });
});

it.each([vqt, cqt, mel])('$name refuses audio at another rate', async (component) => {
  const frontend = await component.create(component.options.parse({}), {});
  await expect(frontend.extract(audio(8000))).rejects.toThrow(/8000 Hz and wants 22050 Hz/);
});

it('windows of the published methods have the published shapes', async () => {
  const frames = async (component: typeof vqt, preset: string, samples: number) => {
    const frontend = await component.create(component.options.parse(component.presets[preset]), {});
    const { sampleRate } = frontend.spec;
    const { rows, cols } = await frontend.extract({ id: preset, sampleRate, samples: new Float32Array(samples) });
    return [rows, cols];
  };
  // 5.356 s, 5 s, 7.2 s; 5 s; 4.08 s; 10 s
  expect(await frames(vqt, 'riou-2025', 85_696)).toEqual([288, 256]);
  expect(await frames(vqt, 'riou-2025', 80_000)).toEqual([288, 238]);
  expect(await frames(vqt, 'riou-2025', 115_200)).toEqual([288, 348]);
  expect(await frames(cqt, 'cheston-2025', 110_250)).toEqual([84, 216]);
  expect(await frames(mel, 'bhattacharjee-2025', 65_280)).toEqual([64, 128]);
  expect(await frames(mel, 'erdos-2024', 220_500)).toEqual([128, 431]);
});
