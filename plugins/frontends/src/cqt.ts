import { defineFrontend } from '@sid/core';
import * as z from 'zod';
import { bandFrontend } from './band-frontend.ts';
import { bandOptions, binsOf, checkBands } from './band-options.ts';

export const cqt = defineFrontend({
  name: 'cqt',
  summary: 'Constant-Q transform: bins evenly spaced in pitch, filters as many periods long in every octave.',
  revision: 1,
  options: z
    .strictObject({ ...bandOptions, binsPerOctave: z.int().positive().max(1200).default(12) })
    .check(checkBands),
  presets: {
    librosa: {},
    'cheston-2025': { fmin: 32.7, definition: 'nnaudio', padding: 'reflect' },
  },
  create: (options) => bandFrontend('cqt', { ...options, bins: binsOf(options), gamma: 0 }),
});
