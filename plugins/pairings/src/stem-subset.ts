import { definePairing, tokens } from '@sid/core';
import {
  type Effect,
  fitted,
  frameEffects,
  mixInto,
  oneOf,
  randomCompressor,
  randomEqualiser,
  randomGain,
  randomPitchShift,
  randomTimeStretch,
} from '@sid/effects';
import * as z from 'zod';
import { commonOptions, rangeOf } from './common-options.ts';
import { stemPairs } from './stem-pair.ts';

const options = z.strictObject({
  ...commonOptions,
  chunkSeconds: z.number().positive().max(60).default(7.5).describe('Length of a chunk before the effects.'),
  subset: z
    .enum(['any', 'all-but-one'])
    .default('any')
    .describe('Which channels are the sample: any part but the whole, or all but one.'),
  semitones: z.number().min(0).max(12).default(3).describe('Greatest pitch shift up and down.'),
  tempo: rangeOf([0.7, 1.5]).describe('Slowest and fastest tempo, above 1 is faster.'),
  frames: z.boolean().default(true).describe('Whether frame effects are among what is done to the whole.'),
});

export const stemSubset = definePairing({
  name: 'stem-subset',
  summary: 'Some stems of a song, and the whole of it with those stems and then everything changed.',
  revision: 1,
  options,
  presets: { 'cheston-2025': { stretcher: 'signalsmith' } },
  needs: { frontend: tokens.frontend },
  create(given, { frontend }) {
    const { semitones, tempo, frames, stretcher: by } = given;
    const { sampleRate } = frontend.spec;
    const onSample = oneOf(randomEqualiser, randomCompressor(), randomGain());
    // The tempo changes the length: windows are cut afterwards.
    const onWhole: readonly Effect[] = [
      randomPitchShift(semitones, { by }),
      randomTimeStretch(...tempo, { by, keepLength: false }),
      ...(frames ? [frameEffects()] : []),
    ];
    return stemPairs(frontend, given, ({ sample, rest }, length, random) => {
      const cut = (samples: Float32Array): Float32Array => {
        const from = random.int(Math.max(1, samples.length - length + 1));
        return fitted(samples.subarray(from), length);
      };
      const reference = cut(sample.slice());
      const whole = onSample(sample, sampleRate, random);
      mixInto(whole, rest);
      return { reference, query: cut(oneOf(...onWhole)(whole, sampleRate, random)) };
    });
  },
});
