import * as z from 'zod';

/** Two numbers in order. */
export const rangeOf = (range: readonly [number, number]) =>
  z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low <= high, { error: 'the first number must not be above the second' })
    .default([...range]);

const stretcher = z
  .enum(['signalsmith', 'quick'])
  .default('quick')
  .describe("What changes pitch and tempo: Signalsmith's library, or ours, cheaper and less clean.");

/** Options of pairings that stretch audio. */
export const stretchOptions = { stretcher };

/** Options of pairings that take a part of the stems as the sample. */
export const commonOptions = {
  stretcher,
  channels: z
    .enum(['three', 'stems'])
    .default('three')
    .describe('Whether stems are first added up to vocals, drums and the rest, by their names.'),
  leastDb: z
    .number()
    .default(-10)
    .describe('A channel below this "signal-to-noise ratio" against the others is left out.'),
};
