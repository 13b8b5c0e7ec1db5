import type { ConfigInput } from '@sid/runtime';

/**
 * What `sid compare` runs where no configuration is found: both landmark baselines on generated audio.
 * `configs/compare/default.yaml` says the same in a file to start from; a test keeps the two equal.
 */
export const defaultConfig: ConfigInput = {
  plugins: [
    '@sid/plugin-artificial',
    '@sid/plugin-datasets',
    '@sid/plugin-landmark',
    '@sid/plugin-reporters',
    '@sid/plugin-backend-onnx',
    '@sid/plugin-backend-tfjs',
    '@sid/plugin-frontends',
    '@sid/plugin-encoders',
    '@sid/plugin-indexers',
    '@sid/plugin-losses',
    '@sid/plugin-pairings',
  ],
  dataset: { use: 'artificial' },
  methods: {
    landmark: { retriever: { use: 'landmark' } },
    'landmark-invariant': { retriever: { use: 'landmark-invariant' } },
  },
  baseline: 'landmark',
};
