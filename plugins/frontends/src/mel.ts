import { type Audio, defineFrontend } from '@sid/core';
import { createMelTransform, powerDb, takeLogarithms } from '@sid/dsp';
import * as z from 'zod';
import { checkRate } from './check-rate.ts';
import { checkMel, melOptions } from './mel-options.ts';
import { normaliserOf } from './normaliser.ts';

export const mel = defineFrontend({
  name: 'mel',
  summary: 'Mel spectrogram: short-time spectra summed by triangular filters that are evenly spaced in mels.',
  revision: 1,
  options: z.strictObject(melOptions).check(checkMel),
  presets: {
    librosa: {},
    'bhattacharjee-2025': {
      sampleRate: 16_000,
      fftSize: 1024,
      bins: 64,
      scale: 'htk',
      norm: 'none',
      padding: 'reflect',
      output: 'db',
      normalisation: 'min-max',
    },
    'erdos-2024': { output: 'db', normalisation: 'db-max' },
  },
  create(options) {
    const { sampleRate, fftSize, hop, bins, fmin, fmax = sampleRate / 2, scale, norm, padding, output } = options;
    const layout = { sampleRate, fftSize, bins, fmin, fmax, scale, norm };
    const normalise = normaliserOf(options, output, undefined);
    const extract = async (audio: Audio) => {
      checkRate('mel', audio, sampleRate);
      const of = output === 'magnitude' ? 'magnitude' : 'power';
      const picture = createMelTransform({ ...layout, hop, padding, of }).run(audio.samples);
      if (output === 'db') takeLogarithms(picture.data, powerDb);
      return picture;
    };
    return {
      spec: { sampleRate, bins, framesPerSecond: sampleRate / hop },
      extract,
      ...(normalise === undefined ? {} : { normalise }),
    };
  },
});
