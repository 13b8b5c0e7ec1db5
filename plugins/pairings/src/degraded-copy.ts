import { definePairing, tokens } from '@sid/core';
import {
  inOrder,
  noiseBelow,
  noiseOfAmplitude,
  randomGain,
  randomPitchShift,
  randomTimeStretch,
  sometimes,
} from '@sid/effects';
import * as z from 'zod';
import { rangeOf, stretchOptions } from './common-options.ts';
import { checkLength, windowLengths } from './picture.ts';
import { sumOf } from './stem-groups.ts';
import { pairsAsBatch, windowPair } from './window-pair.ts';

const options = z.strictObject({
  ...stretchOptions,
  chunkSeconds: z.number().positive().max(60).default(10).describe('Length of a chunk.'),
  amplitude: rangeOf([0.001, 0.015]).describe('Standard deviation of the noise that half of the copies get.'),
  tempo: rangeOf([0.8, 1.25]).describe('Slowest and fastest tempo of half of the copies; the length is kept.'),
  semitones: z.number().min(0).max(12).default(4).describe('Greatest pitch shift of half of the copies.'),
  gainDb: z.number().min(0).max(40).default(5).describe('Greatest change of level.'),
  noiseDb: rangeOf([5, 10]).describe('Signal-to-noise ratio that every copy is left with, dB.'),
});

export const degradedCopy = definePairing({
  name: 'degraded-copy',
  summary: 'A mix, and a copy of it shifted, stretched and noisy: nothing is sampled.',
  revision: 1,
  options,
  presets: { 'erdos-2024': { stretcher: 'signalsmith' } },
  needs: { frontend: tokens.frontend },
  create({ stretcher: by, chunkSeconds, amplitude, tempo, semitones, gainDb, noiseDb }, { frontend }) {
    const degrade = inOrder(
      sometimes(0.5, noiseOfAmplitude(...amplitude)),
      sometimes(0.5, randomTimeStretch(...tempo, { by })),
      sometimes(0.5, randomPitchShift(semitones, { by })),
      randomGain(gainDb),
      noiseBelow(...noiseDb),
    );
    const lengthOf = windowLengths(frontend);
    return {
      chunkSeconds,
      async prepare(chunk, windowFrames, random) {
        const length = await lengthOf(windowFrames);
        const whole = sumOf(chunk.stems.map(({ samples }) => samples));
        checkLength(whole.length, length, frontend);
        const from = random.int(whole.length - length + 1);
        const anchor = whole.subarray(from, from + length);
        const copy = degrade(anchor.slice(), frontend.spec.sampleRate, random);
        return windowPair(frontend, copy, anchor, windowFrames);
      },
      combine: pairsAsBatch,
    };
  },
});
