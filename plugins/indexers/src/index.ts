import { definePlugin } from '@sid/core';
import { alignment } from './alignment.ts';
import { flat } from './flat.ts';
import { hnsw } from './hnsw.ts';
import { bestPairs, max, sum, topKMean } from './simple-matchers.ts';

export { alignment } from './alignment.ts';
export { flat } from './flat.ts';
export { hnsw } from './hnsw.ts';
export { bestPairs, max, sum, topKMean } from './simple-matchers.ts';

export default definePlugin({
  name: '@sid/plugin-indexers',
  api: 1,
  components: [flat, hnsw, max, topKMean, bestPairs, sum, alignment],
});
