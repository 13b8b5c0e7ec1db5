import { definePairing, tokens } from '@sid/core';
import { mixInto, oneOf, randomGain, randomPitchShift, randomTimeStretch } from '@sid/effects';
import * as z from 'zod';
import { commonOptions, rangeOf } from './common-options.ts';
import { stemPairs } from './stem-pair.ts';

const options = z.strictObject({
  ...commonOptions,
  chunkSeconds: z
    .number()
    .positive()
    .max(60)
    .default(4.33)
    .describe('Length of a chunk; what it is longer than a window, the added stem may be moved by.'),
  gainDb: z.number().min(0).max(40).default(10).describe('Greatest change of level of the sample, up and down.'),
  semitones: z.number().min(0).max(12).default(3).describe('Greatest pitch shift up and down.'),
  tempo: rangeOf([0.7, 1.5]).describe('Slowest and fastest tempo, above 1 is faster; the length is kept.'),
  timeShift: z
    .boolean()
    .default(false)
    .describe(
      'Whether the reference begins at another moment than the sample in the query; not in the published code.',
    ),
});

export const twoView = definePairing({
  name: 'two-view',
  summary: 'All stems but one, and the same at another level with the last one added, shifted or stretched.',
  revision: 1,
  options,
  presets: { 'bhattacharjee-2025': { stretcher: 'signalsmith' } },
  needs: { frontend: tokens.frontend },
  create(given, { frontend }) {
    const { gainDb, semitones, tempo, timeShift, stretcher: by } = given;
    const { sampleRate } = frontend.spec;
    const onSample = randomGain(gainDb);
    const onWhole = oneOf(randomPitchShift(semitones, { by }), randomTimeStretch(...tempo, { by }));
    return stemPairs(frontend, { ...given, subset: 'all-but-one' }, ({ sample, rest }, length, random) => {
      const cut = (samples: Float32Array): Float32Array => {
        const from = random.int(samples.length - length + 1);
        return samples.slice(from, from + length);
      };
      const reference = cut(sample);
      const whole = onSample(timeShift ? cut(sample) : reference.slice(), sampleRate, random);
      mixInto(whole, cut(rest));
      return { reference, query: onWhole(whole, sampleRate, random) };
    });
  },
});
