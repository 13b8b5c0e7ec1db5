import type { WeightsLayout } from '@sid/core';
import { counters, publishedNames } from '../published.ts';
import type { GnnOptions } from './options.ts';

/** Parts of a block: graph part first, then feed-forward part. */
const parts: Readonly<Record<string, string>> = {
  '0.fc1.0': 'graph.inConv',
  '0.fc1.1': 'graph.inNorm',
  '0.conv.nn.0': 'graph.maxRelativeLinear',
  '0.fc2.0': 'graph.outConv',
  '0.fc2.1': 'graph.midNorm',
  '0.norm': 'graph.outNorm',
  '1.fc1': 'ffn.conv1',
  '1.bn1': 'ffn.norm1',
  '1.fc2': 'ffn.conv2',
  '1.bn2': 'ffn.norm2',
};

/** The list of layers counts downsamplers, which stand before every stage but the first. */
const places = ({ blocks }: GnnOptions): readonly string[] =>
  blocks.flatMap((count, s) => [
    ...(s > 0 ? [`down${s}`] : []),
    ...Array.from({ length: count }, (_, b) => `stage${s + 1}.block${b}`),
  ]);

/** SimCLR around GraphEncoderDGL of chymaera96/NeuralSampleID, with its patch layer and projector. */
export const gnnPublished = (options: GnnOptions): NonNullable<WeightsLayout['published']> => {
  const layers = places(options);
  const layer = (k: string | undefined, kind: 'stage' | 'down') => {
    const at = layers[Number(k)];
    return at?.startsWith(kind) ? at : undefined;
  };
  return publishedNames(
    counters,
    [/^peak_extractor\.convs\.0\.(\w+)$/, (x) => `patch.conv.${x}`],
    [/^encoder\.stem\.0\.(\w+)$/, (x) => `stem.conv.${x}`],
    [/^encoder\.stem\.1\.(\w+)$/, (x) => `stem.norm.${x}`],
    [
      /^encoder\.backbone\.(\d+)\.conv\.([01])\.(\w+)$/,
      (k, n, x) => {
        const at = layer(k, 'down');
        return at === undefined ? undefined : `${at}.${n === '0' ? 'conv' : 'norm'}.${x}`;
      },
    ],
    [
      /^encoder\.backbone\.(\d+)\.([01]\..+)\.(\w+)$/,
      (k, part = '', x) => {
        const at = layer(k, 'stage');
        const here = parts[part];
        return at === undefined || here === undefined ? undefined : `${at}.${here}.${x}`;
      },
    ],
    [/^encoder\.proj\.(\w+)$/, (x) => `head.conv.${x}`],
    [/^projector\.0\.(\w+)$/, (x) => `projector.linear1.${x}`],
    [/^projector\.2\.(\w+)$/, (x) => `projector.linear2.${x}`],
  );
};
