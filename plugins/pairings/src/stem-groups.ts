import type { Audio, Chunk, Random } from '@sid/core';
import { mixInto, shuffled } from '@sid/effects';

const percussive =
  /drum|perc|kick|snare|hat|\bhh\b|tom|clap|cymbal|crash|ride|rim|beat|break|conga|bongo|shaker|tambourine|tops/i;
const vocal = /voc|vox|voice|sing|choir|rap|speech/i;

/** The samples of some stems added up. @param stems - one or more, of one length */
export const sumOf = (stems: readonly Float32Array[]): Float32Array => {
  const out = new Float32Array(stems[0]?.length ?? 0);
  for (const stem of stems) mixInto(out, stem);
  return out;
};

const channelOf = ({ id }: Audio): 'vocals' | 'percussive' | 'harmonic' =>
  vocal.test(id) ? 'vocals' : percussive.test(id) ? 'percussive' : 'harmonic';

/** How the stems of a song are taken together before some of them are chosen. */
export type Channels = 'three' | 'stems';

/**
 * Vocals, drums, and everything else, by the names of the stems, as the papers have them; each stem for itself where
 * that is asked for, or where the names leave one group only.
 */
export const channelsOf = ({ stems }: Chunk, channels: Channels): readonly Float32Array[] => {
  if (channels === 'three') {
    const groups = Map.groupBy(stems, channelOf);
    if (groups.size >= 2) return [...groups.values()].map((group) => sumOf(group.map(({ samples }) => samples)));
  }
  return stems.map(({ samples }) => samples);
};

/**
 * Channels whose "signal-to-noise ratio" is `leastDb` or more. The formula is that of Bhattacharjee et al. 2025: the
 * signal is the sum without the channel, the noise the signal without the channel once more.
 */
export const audible = (channels: readonly Float32Array[], leastDb: number): readonly Float32Array[] => {
  const sum = sumOf(channels);
  return channels.filter((channel) => {
    let [signal, noise] = [0, 0];
    for (let i = 0; i < sum.length; i++) {
      const x = channel[i] ?? 0;
      const rest = (sum[i] ?? 0) - x;
      signal += rest * rest;
      noise += (rest - x) * (rest - x);
    }
    const ratio = signal / sum.length / (noise / sum.length + 1e-8);
    return 10 * Math.log10(ratio) >= leastDb;
  });
};

/** Any part of the stems but all of them; the one where there is only one. */
export const someOf = <T>(stems: readonly T[], random: Random): readonly T[] =>
  shuffled(random, stems).slice(0, 1 + random.int(Math.max(1, stems.length - 1)));

/** A part of the channels, and the others; both have one or more. */
export interface Split {
  readonly sample: Float32Array;
  readonly rest: Float32Array;
}

/** Which part of the channels is the sample: all but one, or any part but the whole. */
export type Subset = 'all-but-one' | 'any';

/** @param channels - two or more */
export const split = (channels: readonly Float32Array[], subset: Subset, random: Random): Split => {
  const order = shuffled(random, channels);
  const count = subset === 'all-but-one' ? order.length - 1 : 1 + random.int(order.length - 1);
  return { sample: sumOf(order.slice(0, count)), rest: sumOf(order.slice(count)) };
};
