import type { Audio, Frontend, Matrix } from '@sid/core';
import { amplitudeDb, type BandSettings, createBandTransform, naturalLog, takeLogarithms } from '@sid/dsp';
import { checkRate } from './check-rate.ts';
import type { NormalisationOptions } from './common-options.ts';
import { type Crop, normaliserOf, type Quantity } from './normaliser.ts';

export interface BandFrontendOptions extends NormalisationOptions, Omit<BandSettings, 'output' | 'crop'> {
  readonly output: Quantity;
  readonly crop?: Crop | undefined;
}

/** The frontend that `vqt` and `cqt` are two faces of. */
export const bandFrontend = (name: string, options: BandFrontendOptions): Frontend => {
  const { sampleRate, hop, output, bins, crop, definition, fmin, binsPerOctave, gamma, centred, padding } = options;
  const kind = output === 'complex' || output === 'power' ? output : 'magnitude';
  const layout = { definition, sampleRate, fmin, binsPerOctave, bins, gamma };
  const normalise = normaliserOf(options, output, crop);
  const parts = output === 'complex' ? 2 : 1;
  const extract = async (audio: Audio) => {
    checkRate(name, audio, sampleRate);
    // Tables are made when they are needed first, and kept by @sid/dsp.
    const picture = createBandTransform({ ...layout, hop, centred, padding, output: kind }).run(audio.samples);
    if (output === 'db') takeLogarithms(picture.data, amplitudeDb);
    if (output === 'log-magnitude') takeLogarithms(picture.data, naturalLog);
    return picture;
  };
  const complex = async (audio: Audio) => {
    checkRate(name, audio, sampleRate);
    return halves(createBandTransform({ ...layout, hop, centred, padding, output: 'complex' }).run(audio.samples));
  };
  return {
    spec: {
      sampleRate,
      bins: parts * (crop?.bins ?? bins),
      framesPerSecond: sampleRate / hop,
      // Moving a complex picture would leave its phases behind.
      ...(output === 'complex' ? {} : { binsPerOctave }),
    },
    extract,
    // Of other outputs, sums of complex pictures would have to be turned into what `extract` gives.
    ...(output === 'magnitude' ? { complex } : {}),
    ...(normalise === undefined ? {} : { normalise }),
  };
};

/** The two parts of a complex picture, which lie one below the other. */
const halves = ({ rows, cols, data }: Matrix): { readonly real: Matrix; readonly imaginary: Matrix } => {
  const half = (rows / 2) * cols;
  return {
    real: { rows: rows / 2, cols, data: data.slice(0, half) },
    imaginary: { rows: rows / 2, cols, data: data.slice(half) },
  };
};
