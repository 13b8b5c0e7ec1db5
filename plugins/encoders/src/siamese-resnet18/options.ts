import * as z from 'zod';
import { featuresOption, weightsOption } from '../encoder.ts';

/** torchvision's ResNet-18 for one channel, with a linear head. */
export const siameseResnet18Options = z.strictObject({
  bins: z.int().positive().default(128).describe('Rows of a window.'),
  frames: z.int().positive().default(431).describe('Columns of a window.'),
  channels: z.array(z.int().positive()).length(4).default([64, 128, 256, 512]).describe('Channels of the four stages.'),
  dims: z.int().positive().default(128).describe('Length of an embedding.'),
  features: featuresOption,
  weights: weightsOption,
});

export type SiameseResnet18Options = z.output<typeof siameseResnet18Options>;

export const siameseResnet18Presets = {
  'erdos-2024': {
    bins: 128,
    frames: 431,
    channels: [64, 128, 256, 512],
    dims: 128,
    features: { sampleRate: 22_050, framesPerSecond: 22_050 / 512 },
  },
  small: { bins: 128, frames: 431, channels: [16, 32, 64, 128], dims: 128 },
  tiny: { bins: 128, frames: 431, channels: [8, 16, 32, 64], dims: 64 },
} satisfies Record<string, SiameseResnet18Options>;
