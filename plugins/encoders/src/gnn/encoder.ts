import { defineEncoder } from '@sid/core';
import { encoderNeeds, openEncoder } from '../encoder.ts';
import { gnn as network } from './network.ts';
import { gnnOptions, gnnPresets } from './options.ts';
import { gnnPublished } from './published.ts';

export const gnn = defineEncoder({
  name: 'gnn',
  summary: 'Graph network over the patches of a mel spectrogram, each joined to those with the nearest features.',
  revision: 1,
  options: gnnOptions,
  presets: gnnPresets,
  needs: encoderNeeds,
  network,
  layout: (options) => ({ tensors: network(options).parameters, published: gnnPublished(options) }),
  create: (options, given) => {
    // Windows overlap by seven eighths.
    const hopFrames = Math.ceil(options.frames / 8);
    return openEncoder({ architecture: 'gnn', network: network(options), hopFrames, options }, given);
  },
});
