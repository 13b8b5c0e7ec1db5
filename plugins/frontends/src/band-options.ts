import * as z from 'zod';
import { commonOptions } from './common-options.ts';
import { unfit } from './normaliser.ts';

/** Options that `vqt` and `cqt` share. */
export const bandOptions = {
  ...commonOptions,
  fmin: z.number().positive().default(32.70319566257483).describe('Centre of the lowest bin in hertz. Default: C1.'),
  octaves: z.int().positive().max(16).default(7),
  bins: z.int().positive().max(4096).optional().describe('Number of bins, where it is not octaves · binsPerOctave.'),
  definition: z
    .enum(['librosa', 'nnaudio', 'direct'])
    .default('librosa')
    .describe('Whose bandwidths, rounding and treatment of negative frequencies.'),
  centred: z
    .boolean()
    .default(true)
    .describe('Whether the first frame is centred on the first sample, or begins with it.'),
  padding: z
    .enum(['constant', 'reflect'])
    .default('constant')
    .describe('What lies beyond the ends where frames are centred: silence, or the signal mirrored.'),
  output: z
    .enum(['complex', 'magnitude', 'power', 'log-magnitude', 'db'])
    .default('magnitude')
    .describe('What a number is. Complex: all real parts, then as many rows of imaginary parts.'),
  crop: z
    .strictObject({ first: z.int().nonnegative(), bins: z.int().positive() })
    .optional()
    .describe('Bins that a window keeps when it is normalised.'),
};

const withBands = z.strictObject({ ...bandOptions, binsPerOctave: z.int().positive(), gamma: z.number() });
type Bands = Omit<z.output<typeof withBands>, 'gamma'>;

/** Number of bins. */
export const binsOf = ({ bins, octaves, binsPerOctave }: Bands): number => bins ?? octaves * binsPerOctave;

/** What a schema cannot say of each option alone. */
export const checkBands = (context: z.core.ParsePayload<Bands>): void => {
  const options = context.value;
  const bins = binsOf(options);
  const problem = (message: string, path: string): void => {
    context.issues.push({ code: 'custom', message, path: [path], input: options });
  };
  const top = options.fmin * 2 ** ((bins - 1) / options.binsPerOctave);
  if (top >= options.sampleRate / 2)
    problem(
      `The highest bin would lie at ${top.toFixed(1)} Hz; at ${options.sampleRate} Hz there is nothing from ${options.sampleRate / 2} Hz on. Ask for fewer octaves or bins, or a higher sampleRate.`,
      options.bins === undefined ? 'octaves' : 'bins',
    );
  const { crop } = options;
  if (crop !== undefined && crop.first + crop.bins > bins)
    problem(`A crop of ${crop.bins} bins from bin ${crop.first} on leaves the ${bins} bins there are.`, 'crop');
  const misfit = unfit(options.normalisation, options.output);
  if (misfit !== undefined) problem(misfit, 'normalisation');
};
