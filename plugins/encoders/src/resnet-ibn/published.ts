import type { WeightsLayout } from '@sid/core';
import { blockAt, counters, publishedNames } from '../published.ts';
import type { ResnetIbnOptions } from './options.ts';

/** ResNetIBN of chymaera96/NeuralSampleID, which saves it as `encoder`. */
const postActivation = publishedNames(
  counters,
  [/^(?:encoder\.)?conv1\.(\w+)$/, (x) => `stem.conv.${x}`],
  [/^(?:encoder\.)?bn1\.(\w+)$/, (x) => `stem.norm.${x}`],
  [/^(?:encoder\.)?layer(\d)\.(\d+)\.conv(\d)\.(\w+)$/, (s, b, n, x) => `stage${s}.block${b}.conv${n}.${x}`],
  [/^(?:encoder\.)?layer(\d)\.(\d+)\.bn1\.IN\.(\w+)$/, (s, b, x) => `stage${s}.block${b}.norm1.instance.${x}`],
  [/^(?:encoder\.)?layer(\d)\.(\d+)\.bn1\.BN\.(\w+)$/, (s, b, x) => `stage${s}.block${b}.norm1.batch.${x}`],
  [/^(?:encoder\.)?layer(\d)\.(\d+)\.bn(\d)\.(\w+)$/, (s, b, n, x) => `stage${s}.block${b}.norm${n}.${x}`],
  [/^(?:encoder\.)?layer(\d)\.(\d+)\.downsample\.0\.(\w+)$/, (s, b, x) => `stage${s}.block${b}.skip.conv.${x}`],
  [/^(?:encoder\.)?layer(\d)\.(\d+)\.downsample\.1\.(\w+)$/, (s, b, x) => `stage${s}.block${b}.skip.norm.${x}`],
  [/^(?:encoder\.)?global_pool\.p$/, () => 'pool.p'],
  [/^(?:encoder\.)?embedding_head\.(\w+)$/, (x) => `head.linear.${x}`],
);

/** The model of sony/clews, on which that of Riou et al. 2025 is built; its own input path is not used there. */
const preActivation = ({ stages }: ResnetIbnOptions) => {
  const counts = stages.map(({ blocks }) => blocks);
  const inBlock =
    (place: (...groups: readonly string[]) => string) =>
    (k: string, ...groups: readonly string[]) => {
      const at = blockAt(counts, Number(k));
      return at === undefined ? undefined : `${at}.${place(...groups)}`;
    };
  return publishedNames(
    counters,
    [/^[cv]qt\./, null],
    [/^frontend\.0\.(?:gain|bias)$/, null],
    [/^frontend\.1\.(\w+)$/, (x) => `stem.conv1.${x}`],
    [/^frontend\.2\.(\w+)$/, (x) => `stem.norm.${x}`],
    [/^frontend\.4\.(\w+)$/, (x) => `stem.conv2.${x}`],
    [/^backbone\.(\d+)\.convs\.0\.bn\.(\w+)$/, inBlock((x) => `norm1.batch.${x}`)],
    [/^backbone\.(\d+)\.convs\.0\.inst\.(\w+)$/, inBlock((x) => `norm1.instance.${x}`)],
    [/^backbone\.(\d+)\.convs\.2\.conv\.(\w+)$/, inBlock((x) => `conv1.${x}`)],
    [/^backbone\.(\d+)\.convs\.3\.(\w+)$/, inBlock((x) => `norm2.${x}`)],
    [/^backbone\.(\d+)\.convs\.5\.conv\.(\w+)$/, inBlock((x) => `conv2.${x}`)],
    [/^backbone\.(\d+)\.skip\.0\.(\w+)$/, inBlock((x) => `skip.norm.${x}`)],
    [/^backbone\.(\d+)\.skip\.2\.conv\.(\w+)$/, inBlock((x) => `skip.conv.${x}`)],
    [/^backbone\.(\d+)\.gain$/, inBlock(() => 'gain')],
    [/^pool\.p$/, () => 'pool.theta'],
    [/^proj\.0\.(\w+)$/, (x) => `head.norm.${x}`],
    [/^proj\.1\.(\w+)$/, (x) => `head.linear.${x}`],
  );
};

/** Names in the checkpoints of the two published networks. */
export const resnetIbnPublished = (options: ResnetIbnOptions): NonNullable<WeightsLayout['published']> =>
  options.form === 'pre-activation' ? preActivation(options) : postActivation;
