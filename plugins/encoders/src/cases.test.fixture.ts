import type { Network } from '@sid/nn';
import { gnn } from './gnn/network.ts';
import { gnnOptions, gnnPresets } from './gnn/options.ts';
import { resnetIbn } from './resnet-ibn/network.ts';
import { type ResnetIbnOptions, resnetIbnPresets } from './resnet-ibn/options.ts';
import { siameseResnet18 } from './siamese-resnet18/network.ts';
import { siameseResnet18Presets } from './siamese-resnet18/options.ts';

/** The golden `-w8` files have all widths of a preset divided by 8. */
const eighth = (n: number): number => n / 8;
const thinned = (options: ResnetIbnOptions): ResnetIbnOptions => ({
  ...options,
  stem: options.stem.map(eighth) as ResnetIbnOptions['stem'],
  stages: options.stages.map((stage) => ({ ...stage, channels: stage.channels / 8 })),
  dims: options.dims / 8,
});
const published = gnnOptions.parse(gnnPresets['bhattacharjee-2025']);
export const thinGnn = {
  ...published,
  // The reference drops nothing in training.
  dropEdge: 0,
  dropPath: 0,
  channels: published.channels.map(eighth),
  headChannels: 128,
  projector: 512,
  dims: 16,
};
const erdos = siameseResnet18Presets['erdos-2024'];

export interface Case {
  readonly file: string;
  readonly network: Network;
  /** Largest permitted deviation of an activation in single precision (README of the golden files). */
  readonly tolerance: number;
  /** Of a gradient, relative to its norm. */
  readonly gradient: number;
  /** Training vectors depend on exact ties between distances, and cannot be reproduced. */
  readonly ties?: boolean;
}

export const thin: readonly Case[] = [
  {
    file: 'resnet18-w8',
    network: siameseResnet18({ ...erdos, channels: erdos.channels.map(eighth), dims: 16 }),
    tolerance: 2e-5,
    gradient: 1e-3,
  },
  {
    file: 'resnet-ibn-baseline-w8',
    network: resnetIbn(thinned(resnetIbnPresets['cheston-2025'])),
    tolerance: 2e-5,
    gradient: 1e-3,
  },
  // Batch normalisation of four vectors in the head magnifies single precision; in double the same test holds to 1e-6.
  {
    file: 'resnet-ibn-riou-w8',
    network: resnetIbn(thinned(resnetIbnPresets['riou-2025'])),
    tolerance: 5e-5,
    gradient: 2e-3,
  },
  { file: 'gnn-w8', network: gnn(thinGnn), tolerance: 5e-5, gradient: 1e-3, ties: true },
];
export const full: readonly Case[] = [
  { file: 'resnet18', network: siameseResnet18(erdos), tolerance: 2e-5, gradient: 1e-3 },
  {
    file: 'resnet-ibn-baseline',
    network: resnetIbn(resnetIbnPresets['cheston-2025']),
    tolerance: 2e-5,
    gradient: 1e-3,
  },
  { file: 'resnet-ibn-riou', network: resnetIbn(resnetIbnPresets['riou-2025']), tolerance: 5e-5, gradient: 1e-3 },
  { file: 'gnn', network: gnn(published), tolerance: 5e-5, gradient: 1e-3 },
];
