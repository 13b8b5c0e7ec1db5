import * as z from 'zod';
import { featuresOption, weightsOption } from '../encoder.ts';

const stage = z.strictObject({
  blocks: z.int().positive().describe('Residual blocks.'),
  channels: z.int().positive().describe('Channels of their output.'),
  stride: z.int().positive().default(1).describe('Stride of the first block, in both directions.'),
  ibn: z.boolean().default(true).describe('Instance and batch normalisation side by side; else batch normalisation.'),
});

/** What makes one ResNet-IBN: published ones differ in the order of everything. */
export const resnetIbnOptions = z.strictObject({
  form: z
    .enum(['pre-activation', 'post-activation'])
    .default('pre-activation')
    .describe(
      'pre-activation: Riou et al. 2025 (norm, ReLU, 3×3, twice, with a learned gain). post-activation: the re-implementation of Cheston et al. 2025 (1×1, 3×3, 1×1, ReLU after the sum).',
    ),
  bins: z.int().positive().default(252).describe('Rows of a window.'),
  frames: z.int().positive().default(256).describe('Columns of a window.'),
  stem: z
    .tuple([z.int().positive(), z.int().positive()])
    .or(z.tuple([z.int().positive()]))
    .default([8, 16])
    .describe('Channels of the first convolutions: two for pre-activation, one for post-activation.'),
  stages: z
    .array(stage)
    .min(1)
    .default([
      { blocks: 1, channels: 16, stride: 1, ibn: true },
      { blocks: 1, channels: 32, stride: 2, ibn: true },
      { blocks: 1, channels: 64, stride: 2, ibn: true },
      { blocks: 1, channels: 128, stride: 1, ibn: true },
    ])
    .describe('Stages, first to last.'),
  dims: z.int().positive().default(128).describe('Length of an embedding.'),
  features: featuresOption,
  weights: weightsOption,
});

export type ResnetIbnOptions = z.output<typeof resnetIbnOptions>;

const stages = (
  blocks: readonly number[],
  channels: readonly number[],
  strides: readonly number[],
  ibn = 4,
): ResnetIbnOptions['stages'] =>
  blocks.map((count, i) => ({
    blocks: count,
    channels: channels[i] ?? 1,
    stride: strides[i] ?? 1,
    ibn: i < ibn,
  }));

const pre = { form: 'pre-activation', bins: 252, frames: 256 } as const;
const post = { form: 'post-activation', bins: 84, frames: 216, stem: [64] as [number] } as const;

const cheston = { sampleRate: 22_050, framesPerSecond: 22_050 / 512 };

export const resnetIbnPresets = {
  'riou-2025': {
    ...pre,
    stem: [128, 256] as [number, number],
    stages: stages([3, 4, 6, 3], [256, 512, 1024, 2048], [1, 2, 2, 1]),
    dims: 2048,
    features: { sampleRate: 16_000, framesPerSecond: 50 },
  },
  'cheston-2025': {
    ...post,
    stages: stages([2, 2, 2, 2], [128, 256, 512, 1024], [1, 1, 2, 2]),
    dims: 2048,
    features: cheston,
  },
  'cheston-2025-first': {
    ...post,
    stages: stages([3, 4, 6, 3], [256, 512, 1024, 2048], [1, 1, 2, 2], 3),
    dims: 2048,
    features: cheston,
  },
  small: {
    ...pre,
    stem: [16, 32] as [number, number],
    stages: stages([1, 2, 2, 1], [32, 64, 128, 256], [1, 2, 2, 1]),
    dims: 256,
  },
  tiny: {
    ...pre,
    stem: [8, 16] as [number, number],
    stages: stages([1, 1, 1, 1], [16, 32, 64, 128], [1, 2, 2, 1]),
    dims: 128,
  },
} satisfies Record<string, ResnetIbnOptions>;
