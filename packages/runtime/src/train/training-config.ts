import { SidError } from '@sid/core';
import { tagSchema } from '@sid/weights';
import * as z from 'zod';
import { defaultPlugins } from '../config.ts';
import { useSchema } from '../options.ts';

const share = z.number().gt(0).lt(1);

const factor = z.number().gt(1).default(5).describe('What the rate is divided by.');
const warmUpSteps = z.int().min(0).default(0).describe('Steps in which the rate grows from nothing.');

const scheduleSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('constant'), warmUpSteps }),
    z.strictObject({
      kind: z.literal('cosine'),
      minimum: z.number().min(0).default(0).describe('Rate at the last step.'),
      warmUpSteps,
    }),
    z.strictObject({
      kind: z.literal('step'),
      every: z.int().positive().describe('Steps between two divisions.'),
      factor,
      warmUpSteps,
    }),
    z.strictObject({
      kind: z.literal('plateau'),
      patience: z.int().positive().default(5000).describe('Steps without a lower mean training loss.'),
      factor,
      smoothing: z.int().positive().default(100).describe('Steps over which the loss is averaged.'),
      minimum: z.number().min(0).default(0),
      warmUpSteps,
    }),
  ])
  .describe('How the learning rate changes.');

const zeroToOne = z.number().min(0).lt(1);

const optimiserSchema = z
  .strictObject({
    kind: z.enum(['adam', 'adamw', 'sgd']).default('adamw'),
    learningRate: z.number().positive().default(1e-3).describe('The highest one.'),
    weightDecay: z.number().min(0).exactOptional().describe('0 for adam and sgd, 0.01 for adamw where absent.'),
    betas: z.tuple([zeroToOne, zeroToOne]).exactOptional().describe('Of adam and adamw; 0.9 and 0.999 where absent.'),
    epsilon: z.number().positive().exactOptional().describe('Of adam and adamw; 1e-8 where absent.'),
    momentum: zeroToOne.exactOptional().describe('Of sgd.'),
  })
  .refine(({ kind, betas, epsilon }) => kind !== 'sgd' || (betas === undefined && epsilon === undefined), {
    error: 'betas and epsilon belong to adam and adamw',
  })
  .refine(({ kind, momentum }) => kind === 'sgd' || momentum === undefined, { error: 'momentum belongs to sgd' });

/** What a training configuration may say. */
export const trainingConfigSchema = z
  .strictObject({
    $schema: z.string().optional(),
    tag: tagSchema.describe('Name of the weights that come out, by which methods ask for them.'),
    summary: z.string().min(1).optional().describe('One sentence for the card of the weights.'),
    citation: z.string().optional().describe('The paper whose recipe this is.'),
    licence: z.string().default('MIT').describe('Of the weights.'),
    note: z.string().min(1).optional().describe('For the card: what sid cannot know, e.g. the licences of songs.'),
    plugins: z
      .array(z.string())
      .default([...defaultPlugins])
      .describe('npm names, or paths relative to this file.'),
    frontend: useSchema.describe('What turns audio into features.'),
    encoder: useSchema.describe('The network that is trained.'),
    reranker: useSchema
      .optional()
      .describe('Trained instead, on the nodes of the encoder, which keeps the weights it names; needs no loss.'),
    from: z.string().optional().describe('Weights to start from, by tag or path; random ones where absent.'),
    loss: useSchema.optional().describe('What is minimised.'),
    pairing: useSchema.describe('How examples are made of songs.'),
    songs: z
      .array(useSchema)
      .default([{ use: 'generated' }])
      .describe('Where music comes from; all of them together.'),
    heldBack: z
      .strictObject({
        share: share.default(0.1).describe('Share of the songs of every source that validation has for itself.'),
        atLeast: z.int().min(2).default(8).describe('No fewer songs than this, if there are twice as many.'),
      })
      .prefault({})
      .describe('Songs that are never trained on. Which ones depends on their ids alone.'),
    pairs: z
      .strictObject({
        negatives: z.int().min(1).default(3).describe('Of each query: the rows of the batch that are most like it.'),
        mining: z
          .enum(['fixed', 'faithful'])
          .default('fixed')
          .describe('faithful: with the two mistakes of the published code of Bhattacharjee et al. 2025.'),
      })
      .prefault({})
      .describe('What a re-ranker is trained on.'),
    optimiser: optimiserSchema.prefault({}),
    schedule: scheduleSchema.prefault({ kind: 'constant' }),
    clipNorm: z.number().positive().optional().describe('Longest gradient, over all parameters together.'),
    ema: share.optional().describe('Decay of the moving average of the weights that is validated and kept.'),
    batch: z
      .strictObject({
        items: z.int().min(1).default(32).describe('Songs in a batch.'),
        micro: z
          .int()
          .min(1)
          .optional()
          .describe('Windows that pass through the network at once; the whole batch where absent.'),
        parts: z
          .int()
          .min(1)
          .optional()
          .describe('Parts that pass through the network side by side, on as many cores; 1 where absent.'),
      })
      .refine(({ micro, parts }) => micro === undefined || parts === undefined, {
        error: 'takes micro or parts, not both',
      })
      .prefault({}),
    steps: z.int().min(1).describe('Batches in all.'),
    checkpointEvery: z.int().min(1).default(200).describe('Steps.'),
    validation: z
      .strictObject({
        every: z.int().min(1).default(250).describe('Steps.'),
        songs: z.int().min(2).default(48).describe('Held-back songs that are searched.'),
        queriesPerSong: z.int().min(1).default(2),
        hopSeconds: z.number().positive().default(1).describe('Distance of the windows of a song.'),
        metric: z.string().default('MAP').describe('What the best weights are chosen by.'),
      })
      .prefault({}),
    earlyStop: z
      .strictObject({ patience: z.int().min(1).describe('Validations in a row without a better one.') })
      .optional(),
    backend: z
      .strictObject({
        prefer: z
          .array(z.string())
          .default([])
          .describe('In the order in which they are tried; others come after them.'),
        with: z.record(z.string(), z.record(z.string(), z.unknown())).default({}).describe('Options by name.'),
      })
      .prefault({})
      .describe('Compute backends.'),
    seed: z.int().min(0).default(1),
  })
  .refine(({ loss, reranker }) => (loss === undefined) !== (reranker === undefined), {
    error: 'needs either a loss, to train the encoder, or a reranker, which has its own',
  });

export type TrainingConfig = z.output<typeof trainingConfigSchema>;

/** @throws SidError SID_CONFIG_INVALID that names each wrong key and the file */
export const parseTrainingConfig = (given: unknown, where: string): TrainingConfig => {
  const parsed = trainingConfigSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new SidError(
    'SID_CONFIG_INVALID',
    `${where} does not have the form of a training configuration:\n${z.prettifyError(parsed.error)}`,
    { suggestions: ['sid schema --train prints what may stand there.'] },
  );
};
