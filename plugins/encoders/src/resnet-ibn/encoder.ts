import { defineEncoder } from '@sid/core';
import { encoderNeeds, openEncoder } from '../encoder.ts';
import { resnetIbn as network } from './network.ts';
import { resnetIbnOptions, resnetIbnPresets } from './options.ts';
import { resnetIbnPublished } from './published.ts';

export const resnetIbn = defineEncoder({
  name: 'resnet-ibn',
  summary: 'Residual network with instance and batch normalisation side by side, and generalised mean pooling.',
  revision: 1,
  options: resnetIbnOptions,
  presets: resnetIbnPresets,
  needs: encoderNeeds,
  network,
  layout: (options) => ({ tensors: network(options).parameters, published: resnetIbnPublished(options) }),
  create: (options, given) => {
    // Half a second of 20 ms frames, the finest hop of the published evaluation; half a window of the other form.
    const hopFrames = options.form === 'pre-activation' ? 25 : Math.ceil(options.frames / 2);
    return openEncoder({ architecture: 'resnet-ibn', network: network(options), hopFrames, options }, given);
  },
});
