import { between, chance, pick } from './draw.ts';
import type { Effect } from './effect.ts';
import { filter, peak } from './filter.ts';
import { quickCompress } from './quick-compressor.ts';

/**
 * Filter, equaliser, compressor and fewer bits as producers use them, in moderation: in a fifth of the cases a
 * low-pass, high-pass or telephone band, up to three peak filters of −9…+6 dB, in two fifths a compressor, in a fifth
 * 8, 10 or 12 bits.
 */
export const randomTreatment: Effect = (samples, sampleRate, random) => {
  if (chance(random, 0.2)) {
    const kind = pick(random, ['low', 'high', 'phone'] as const);
    if (kind !== 'low') filter(samples, sampleRate, 'high', between(random, 250, 600));
    if (kind !== 'high') filter(samples, sampleRate, 'low', kind === 'low' ? between(random, 600, 1500) : 3200);
  }
  const filters = random.int(4);
  for (let i = 0; i < filters; i++)
    peak(samples, sampleRate, 50 * 160 ** random.next(), between(random, -9, 6), between(random, 0.3, 1.2));
  if (chance(random, 0.4))
    quickCompress(samples, sampleRate, { thresholdDb: between(random, -26, -10), ratio: pick(random, [2, 4, 8]) });
  if (chance(random, 0.2)) {
    const steps = 2 ** (pick(random, [8, 10, 12]) - 1);
    for (let i = 0; i < samples.length; i++) samples[i] = Math.round((samples[i] ?? 0) * steps) / steps;
  }
  return samples;
};
