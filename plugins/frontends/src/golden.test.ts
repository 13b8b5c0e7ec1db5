import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Audio } from '@sid/core';
import { decodeNpy } from '@sid/dsp';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inPairs, readPcm } from './golden-audio.test.fixture.ts';
import { cqt, mel, vqt } from './index.ts';

const folder = new URL('../../../test/golden/frontends/', import.meta.url);
const read = (name: string): Uint8Array => readFileSync(fileURLToPath(new URL(name, folder)));

const expectations = z
  .object({
    input: z.string(),
    arrays: z
      .array(
        z.object({
          file: z.string(),
          frontend: z.string(),
          preset: z.string().optional(),
          options: z.record(z.string(), z.unknown()).default({}),
          normalised: z.boolean().default(false),
          difference: z.number().optional(),
          decibels: z.number().optional(),
        }),
      )
      .min(8),
  })
  .parse(JSON.parse(new TextDecoder().decode(read('golden.json'))));

const audio: Audio = { id: 'pink', sampleRate: 16_000, samples: readPcm(read(expectations.input)) };

describe('golden arrays', () => {
  it.each(expectations.arrays)('$file', async ({ file, frontend: name, preset, options, ...expected }) => {
    const component = [vqt, cqt, mel].find((one) => one.name === name);
    if (component === undefined) return expect.fail(`There is no frontend ${name}.`);
    const base = preset === undefined ? {} : z.record(z.string(), z.unknown()).parse(component.presets[preset]);
    const frontend = await component.create(component.options.parse({ ...base, ...options }), {});
    const { shape, data } = decodeNpy(read(file));
    const picture = await frontend.extract(audio);
    const made = expected.normalised ? (frontend.normalise?.(picture) ?? picture) : picture;
    const values = shape.length === 3 ? inPairs(made) : made.data;
    expect([made.rows / (shape[2] ?? 1), made.cols]).toEqual(shape.slice(0, 2));
    let [off, peak] = [0, 0];
    for (const [i, value] of data.entries()) {
      off = Math.max(off, Math.abs((values[i] ?? Number.NaN) - value));
      peak = Math.max(peak, Math.abs(value));
    }
    // If this fails on purpose, raise the component's `revision`.
    if (expected.decibels !== undefined) expect(off).toBeLessThanOrEqual(expected.decibels);
    else expect(off / peak).toBeLessThanOrEqual(expected.difference ?? 0);
  });
});
