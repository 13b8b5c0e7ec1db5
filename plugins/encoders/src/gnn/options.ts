import * as z from 'zod';
import { featuresOption, weightsOption } from '../encoder.ts';

const whole = z.int().positive();

/** A vision graph network over the patches of a spectrogram. */
export const gnnOptions = z.strictObject({
  bins: whole.default(64).describe('Rows of a window: mel bands, in decibels.'),
  frames: whole.default(128).describe('Columns of a window.'),
  patch: z.tuple([whole, whole]).default([4, 8]).describe('Rows and columns of a patch.'),
  patchChannels: whole.default(8).describe('Features of a patch before the stem.'),
  blocks: z
    .array(z.int().min(0))
    .min(1)
    .default([1, 1, 2, 1])
    .describe('Graph blocks of each stage, 0 for none; nodes halve between stages.'),
  channels: z.array(whole).min(1).default([8, 16, 32, 64]).describe('Features of a node in each stage.'),
  neighbours: whole.default(5).describe('Neighbours of a node, itself included.'),
  order: z
    .enum(['dglHeap', 'sorted'])
    .default('sorted')
    .describe('Order of neighbour lists before every d-th is used: as the published code leaves them, or by distance.'),
  graph: z
    .enum(['active', 'returns-input'])
    .default('active')
    .describe(
      'returns-input: blocks have no effect, as in the published code and weights (methods of Bhattacharjee et al. 2025).',
    ),
  dropEdge: z.number().min(0).max(1).default(0.2).describe('Share of edges dropped in training.'),
  dropPath: z.number().min(0).max(1).default(0.1).describe('Drop-path rate of the last block; it grows from 0.'),
  headChannels: whole.default(128).describe('Features of a node after the head.'),
  projector: whole.default(512).describe('Width of the projector.'),
  dims: whole.default(64).describe('Length of an embedding.'),
  features: featuresOption,
  weights: weightsOption,
});

export type GnnOptions = z.output<typeof gnnOptions>;

const common = {
  bins: 64,
  frames: 128,
  patch: [4, 8] as [number, number],
  patchChannels: 8,
  neighbours: 5,
  dropEdge: 0.2,
  dropPath: 0.1,
} as const;

const published = {
  ...common,
  blocks: [2, 2, 6, 2],
  channels: [64, 128, 256, 512],
  order: 'dglHeap',
  headChannels: 1024,
  projector: 4096,
  dims: 128,
  features: { sampleRate: 16_000, framesPerSecond: 16_000 / 512 },
} as const satisfies Partial<Record<keyof GnnOptions, unknown>>;

const own = { ...common, order: 'sorted', graph: 'active' } as const;

export const gnnPresets: Readonly<Record<string, z.input<typeof gnnOptions>>> = {
  'bhattacharjee-2025': {
    ...published,
    blocks: [...published.blocks],
    channels: [...published.channels],
    graph: 'active',
  },
  'bhattacharjee-2025-published': {
    ...published,
    blocks: [...published.blocks],
    channels: [...published.channels],
    graph: 'returns-input',
  },
  small: {
    ...own,
    blocks: [2, 2, 4, 2],
    channels: [16, 32, 64, 128],
    headChannels: 256,
    projector: 1024,
    dims: 128,
  },
  tiny: {
    ...own,
    blocks: [1, 1, 2, 1],
    channels: [8, 16, 32, 64],
    // A network this narrow fits its training data too little, not too well.
    dropEdge: 0,
    dropPath: 0,
    headChannels: 128,
    projector: 512,
    dims: 64,
  },
  // What acts of the published network, whose graph blocks return their input, at a small size.
  'tiny-published': {
    ...own,
    blocks: [0, 0, 0, 0],
    channels: [64, 128, 256, 128],
    headChannels: 512,
    projector: 1024,
    dims: 128,
  },
};
