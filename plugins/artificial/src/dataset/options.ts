import * as z from 'zod';
import { classNames } from '../producer/recipe.ts';

const orderly = (pair: readonly [number, number]): boolean => pair[0] <= pair[1];
const inOrder = { error: 'the first number must not be above the second' };

/** A number, or the two ends of a range. */
const range = (low: number, high: number) => {
  const value = z.number().min(low).max(high);
  return z.union([value, z.tuple([value, value]).refine(orderly, inOrder)]);
};

const decibels = z.tuple([z.number().min(-40).max(40), z.number().min(-40).max(40)]).refine(orderly, inOrder);

const layers = z.strictObject({
  dominant: decibels.default([4, 12]).describe('Sample louder than the rest: from, to, dB RMS.'),
  balanced: decibels.default([-2, 4]).describe('Sample as loud as the rest: from, to, dB RMS.'),
  buried: decibels.default([-12, -6]).describe('Sample under the rest (class buried): from, to, dB RMS.'),
});

const grid = z.strictObject({
  semitones: z.array(z.number().min(-12).max(12)).min(1).describe('Pitch shifts of the grid.'),
  tempo: z.array(z.number().min(0.5).max(2)).min(1).describe('Tempo ratios of the grid, above 1 is faster.'),
});

export const optionsSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, dots, hyphens and underscores')
    .optional()
    .describe(
      'Name of this benchmark and of the folder of its results; "artificial", with the name of the folder of music where there is one, where absent.',
    ),
  references: z.int().min(1).max(10_000).default(20).describe('Songs that queries sample.'),
  noise: z.int().min(0).max(100_000).default(60).describe('Other songs in the index.'),
  queriesPerClass: z
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe('Queries of each class, or of each cell of the grid.'),
  negatives: z.int().min(0).max(10_000).default(8).describe('Queries that sample a song that is not in the index.'),
  classes: z
    .array(z.enum(classNames))
    .min(1)
    .default([...classNames])
    .describe('Classes of queries to make.'),
  grid: grid.optional().describe('A robustness grid instead of the classes: every shift with every tempo ratio.'),
  sampleRate: z.int().min(8000).max(48_000).default(22_050).describe('Rate of everything that is made, in hertz.'),
  seed: z.int().min(0).optional().describe('Seed of this data set; the seed of the run where absent.'),
  root: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of music to sample instead of generated songs, with all its subfolders.'),
  excerptSeconds: range(0.5, 30)
    .default([1, 8])
    .describe('Length of an excerpt in its source: seconds, or from and to.'),
  songSeconds: range(10, 600).default([40, 90]).describe('Length of generated songs: seconds, or from and to.'),
  querySeconds: range(3, 300).default([20, 40]).describe('Length of queries: seconds, or from and to.'),
  layers: z
    .union([z.literal('none'), layers])
    .default({ dominant: [4, 12], balanced: [-2, 4], buried: [-12, -6] })
    .describe("Levels of the sample against the new material around it, or 'none': the sample alone."),
  effects: z
    .boolean()
    .default(true)
    .describe(
      'Stems, filters, EQ, compression, bit reduction, chopping and loops. Without: the mix, once, only shifted and stretched.',
    ),
});

export type Options = z.output<typeof optionsSchema>;
export type Layers = z.output<typeof layers>;

/** Both ends of a range given as one number or two. */
export const endsOf = (value: number | readonly [number, number]): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : value;
