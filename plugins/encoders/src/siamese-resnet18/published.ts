import { counters, publishedNames } from '../published.ts';

/** torchvision's ResNet, whatever it is called in the module around it. */
export const siameseResnet18Published = publishedNames(
  counters,
  [/^(?:\w+\.)?conv1\.(\w+)$/, (x) => `stem.conv.${x}`],
  [/^(?:\w+\.)?bn1\.(\w+)$/, (x) => `stem.norm.${x}`],
  [/^(?:\w+\.)?layer(\d)\.(\d)\.conv(\d)\.(\w+)$/, (s, b, n, x) => `stage${s}.block${b}.conv${n}.${x}`],
  [/^(?:\w+\.)?layer(\d)\.(\d)\.bn(\d)\.(\w+)$/, (s, b, n, x) => `stage${s}.block${b}.norm${n}.${x}`],
  [/^(?:\w+\.)?layer(\d)\.(\d)\.downsample\.0\.(\w+)$/, (s, b, x) => `stage${s}.block${b}.skip.conv.${x}`],
  [/^(?:\w+\.)?layer(\d)\.(\d)\.downsample\.1\.(\w+)$/, (s, b, x) => `stage${s}.block${b}.skip.norm.${x}`],
  [/^(?:\w+\.)?fc\.(\w+)$/, (x) => `head.linear.${x}`],
);
