import * as z from 'zod';
import { commonOptions } from './common-options.ts';
import { unfit } from './normaliser.ts';

export const melOptions = {
  ...commonOptions,
  fftSize: z
    .int()
    .min(16)
    .max(65_536)
    .default(2048)
    .describe('Samples of a frame, under a Hann window: a power of two, or a multiple of 32.'),
  bins: z.int().positive().max(4096).default(128).describe('Number of filters.'),
  fmin: z.number().nonnegative().default(0).describe('Lower end of the lowest filter in hertz.'),
  fmax: z
    .number()
    .positive()
    .optional()
    .describe('Upper end of the highest filter in hertz; sampleRate/2 where absent.'),
  scale: z.enum(['slaney', 'htk']).default('slaney').describe('Linear up to 1 kHz, or 2595·log10(1 + f/700).'),
  norm: z.enum(['slaney', 'none']).default('slaney').describe('Filters of equal area, or of equal height.'),
  padding: z
    .enum(['constant', 'reflect', 'none'])
    .default('constant')
    .describe(
      'Centred frames with silence or the mirrored signal beyond the ends; or the first frame begins with the first sample.',
    ),
  output: z
    .enum(['power', 'magnitude', 'db'])
    .default('power')
    .describe('Sums of squared magnitudes or of magnitudes; or 10·log10 of the former, −100 dB at least.'),
};

const shape = z.strictObject(melOptions);
type Mel = z.output<typeof shape>;

/** What a schema cannot say of each option alone. */
export const checkMel = (context: z.core.ParsePayload<Mel>): void => {
  const options = context.value;
  const { fftSize, fmin, fmax = options.sampleRate / 2 } = options;
  const problem = (message: string, path: string): void => {
    context.issues.push({ code: 'custom', message, path: [path], input: options });
  };
  if (!Number.isInteger(Math.log2(fftSize)) && fftSize % 32 !== 0)
    problem(`The fftSize ${fftSize} is neither a power of two nor a multiple of 32.`, 'fftSize');
  if (fmax > options.sampleRate / 2)
    problem(`The fmax ${fmax} Hz lies above half of the sampleRate ${options.sampleRate} Hz.`, 'fmax');
  if (fmin >= fmax) problem(`The fmin ${fmin} Hz is not below the fmax ${fmax} Hz.`, 'fmin');
  const misfit = unfit(options.normalisation, options.output);
  if (misfit !== undefined) problem(misfit, 'normalisation');
};
