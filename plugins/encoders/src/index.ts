import { definePlugin } from '@sid/core';
import { crossAttentionReranker } from './cross-attention/reranker.ts';
import { gnn } from './gnn/encoder.ts';
import { resnetIbn } from './resnet-ibn/encoder.ts';
import { siameseResnet18 } from './siamese-resnet18/encoder.ts';

export { crossAttention as crossAttentionNetwork } from './cross-attention/network.ts';
export { crossAttentionOptions, crossAttentionPresets } from './cross-attention/options.ts';
export { crossAttentionReranker } from './cross-attention/reranker.ts';
export { gnn } from './gnn/encoder.ts';
export { gnn as gnnNetwork } from './gnn/network.ts';
export { gnnOptions, gnnPresets } from './gnn/options.ts';
export { resnetIbn } from './resnet-ibn/encoder.ts';
export { resnetIbn as resnetIbnNetwork } from './resnet-ibn/network.ts';
export { resnetIbnOptions, resnetIbnPresets } from './resnet-ibn/options.ts';
export { siameseResnet18 } from './siamese-resnet18/encoder.ts';
export { siameseResnet18 as siameseResnet18Network } from './siamese-resnet18/network.ts';
export { siameseResnet18Options, siameseResnet18Presets } from './siamese-resnet18/options.ts';

export default definePlugin({
  name: '@sid/plugin-encoders',
  api: 1,
  components: [resnetIbn, gnn, siameseResnet18, crossAttentionReranker],
});
