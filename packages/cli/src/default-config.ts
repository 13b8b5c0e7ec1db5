import type { ConfigInput } from '@sid/runtime';

/**
 * What `sid compare` runs where no configuration is found: both landmark methods and audfprint's settings, five small
 * trained networks, and `ours`, which fuses both landmarks, on generated audio.
 * `configs/compare/default.yaml` says the same in a file to start from; a test keeps the two equal.
 */
export const defaultConfig: ConfigInput = {
  dataset: { use: 'artificial' },
  methods: {
    'landmark-audfprint': { retriever: { use: 'landmark', preset: 'audfprint' } },
    landmark: { retriever: { use: 'landmark' } },
    'landmark-invariant': { retriever: { use: 'landmark-invariant', preset: 'thorough' } },
    cheston: {
      frontend: { use: 'cqt', preset: 'cheston-2025', with: { sampleRate: 16_000, hop: 400 } },
      encoder: {
        use: 'resnet-ibn',
        with: {
          form: 'post-activation',
          bins: 84,
          frames: 200,
          stem: [16],
          stages: [
            { blocks: 1, channels: 24, stride: 1 },
            { blocks: 1, channels: 48, stride: 2 },
            { blocks: 1, channels: 96, stride: 2 },
            { blocks: 1, channels: 192, stride: 2, ibn: false },
          ],
          dims: 128,
          weights: 'cheston-tiny',
        },
      },
      matcher: { use: 'max' },
    },
    bhattacharjee: {
      frontend: {
        use: 'mel',
        preset: 'bhattacharjee-2025',
        with: { normalisation: 'db-max', topDb: 60, mean: -60, deviation: 60 },
      },
      encoder: { use: 'gnn', preset: 'tiny-published', with: { weights: 'bhattacharjee-tiny' } },
      window: { hopSeconds: 0.256 },
      matcher: { use: 'max' },
    },
    riou: {
      frontend: { use: 'vqt', preset: 'riou-2025', with: { hop: 640 } },
      encoder: { use: 'resnet-ibn', preset: 'tiny', with: { frames: 128, weights: 'riou-tiny' } },
      matcher: { use: 'max' },
    },
    erdos: {
      frontend: { use: 'mel', preset: 'erdos-2024', with: { sampleRate: 16_000, hop: 400 } },
      encoder: { use: 'siamese-resnet18', preset: 'tiny', with: { frames: 400, weights: 'erdos-tiny' } },
      matcher: { use: 'max' },
    },
    'ours-network': {
      frontend: {
        use: 'vqt',
        preset: 'riou-2025',
        with: { binsPerOctave: 24, hop: 640, crop: { first: 12, bins: 168 } },
      },
      encoder: { use: 'resnet-ibn', preset: 'tiny', with: { bins: 168, frames: 128, weights: 'ours-tiny' } },
      window: { semitones: [-4, -3, -2, -1, 1, 2, 3, 4] },
      matcher: { use: 'max' },
    },
    ours: {
      fuse: [
        { method: 'landmark-invariant', even: 0.44, slope: 27 },
        { method: 'landmark', even: 0.54, slope: 5 },
      ],
    },
  },
  baseline: 'landmark',
};
