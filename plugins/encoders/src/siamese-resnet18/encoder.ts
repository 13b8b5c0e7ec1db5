import { defineEncoder } from '@sid/core';
import { encoderNeeds, openEncoder } from '../encoder.ts';
import { siameseResnet18 as network } from './network.ts';
import { siameseResnet18Options, siameseResnet18Presets } from './options.ts';
import { siameseResnet18Published } from './published.ts';

export const siameseResnet18 = defineEncoder({
  name: 'siamese-resnet18',
  summary: 'ResNet-18 for spectrograms with one channel and a linear head.',
  revision: 1,
  options: siameseResnet18Options,
  presets: siameseResnet18Presets,
  needs: encoderNeeds,
  network,
  layout: (options) => ({ tensors: network(options).parameters, published: siameseResnet18Published }),
  create: (options, given) => {
    const hopFrames = Math.ceil(options.frames / 2);
    return openEncoder({ architecture: 'siamese-resnet18', network: network(options), hopFrames, options }, given);
  },
});
