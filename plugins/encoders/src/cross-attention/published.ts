import { publishedNames } from '../published.ts';

/** CrossAttentionClassifier of chymaera96/NeuralSampleID, with dropout before its last layer or without. */
export const crossAttentionPublished = publishedNames(
  [/^positional_embedding$/, () => 'positional'],
  [/^attn\.in_proj_weight$/, () => 'attention.inWeight'],
  [/^attn\.in_proj_bias$/, () => 'attention.inBias'],
  [/^attn\.out_proj\.weight$/, () => 'attention.outWeight'],
  [/^attn\.out_proj\.bias$/, () => 'attention.outBias'],
  [/^fc\.0\.(\w+)$/, (x) => `hidden.${x}`],
  [/^fc\.[23]\.(\w+)$/, (x) => `output.${x}`],
);
