import { definePlugin } from '@sid/core';
import { artificialMix } from './artificial-mix.ts';
import { degradedCopy } from './degraded-copy.ts';
import { producer } from './producer.ts';
import { mixes } from './songs/mixes.ts';
import { separated } from './songs/separated.ts';
import { stems } from './songs/stems.ts';
import { stemSubset } from './stem-subset.ts';
import { twoView } from './two-view.ts';

export default definePlugin({
  name: '@sid/plugin-pairings',
  api: 1,
  components: [stemSubset, twoView, artificialMix, degradedCopy, producer, stems, mixes, separated],
});
