import { defineFrontend } from '@sid/core';
import * as z from 'zod';
import { bandFrontend } from './band-frontend.ts';
import { bandOptions, binsOf, checkBands } from './band-options.ts';

export const vqt = defineFrontend({
  name: 'vqt',
  summary: 'Variable-Q transform: bins evenly spaced in pitch, filters widened by γ Hz so that low ones are not slow.',
  revision: 1,
  options: z
    .strictObject({
      ...bandOptions,
      binsPerOctave: z.int().positive().max(1200).default(36),
      gamma: z
        .union([z.number().nonnegative(), z.literal('erb')])
        .default(7)
        .describe(
          'Hertz added to every bandwidth; "erb": as the ear, librosa\'s default. 0 makes a constant-Q transform.',
        ),
    })
    .check(checkBands),
  presets: {
    librosa: { binsPerOctave: 12, gamma: 'erb' },
    'riou-2025': {
      sampleRate: 16_000,
      hop: 320,
      fmin: 27.5,
      binsPerOctave: 36,
      octaves: 8,
      gamma: 7,
      definition: 'direct',
      centred: false,
      normalisation: 'log-max',
      crop: { first: 18, bins: 252 },
    },
  },
  create: (options) => bandFrontend('vqt', { ...options, bins: binsOf(options) }),
});
