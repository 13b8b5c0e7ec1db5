import * as z from 'zod';

/** Options of every frontend of this plugin. */
export const commonOptions = {
  sampleRate: z.int().min(1000).max(768_000).default(22_050).describe('Rate of the audio it wants, in hertz.'),
  hop: z.int().positive().max(65_536).default(512).describe('Samples from frame to frame.'),
  normalisation: z
    .enum(['none', 'log-max', 'min-max', 'db-max'])
    .default('none')
    .describe(
      'What is done to each window: nothing; ln(x/max + 1e-12) of magnitudes; (x − min)/(max − min); decibels relative to the greatest. Complex windows are left alone.',
    ),
  mean: z.number().default(0).describe('Subtracted after log-max and db-max.'),
  deviation: z.number().positive().default(1).describe('What is divided by after log-max and db-max.'),
  topDb: z.number().positive().default(80).describe('Range that db-max leaves, in decibels.'),
};

export type Normalisation = 'none' | 'log-max' | 'min-max' | 'db-max';

export interface NormalisationOptions {
  readonly normalisation: Normalisation;
  readonly mean: number;
  readonly deviation: number;
  readonly topDb: number;
}
