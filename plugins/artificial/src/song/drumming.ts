import type { Random } from '@sid/core';
import { between, chance, pick } from '@sid/effects';
import type { Piece } from '../synth/drums.ts';
import type { Clock } from './clock.ts';
import type { Genre } from './genre.ts';
import type { Hit, Section } from './score.ts';

/** A pattern decided for a whole song: steps that are always hit, and steps that are hit now and then. */
type Groove = readonly { readonly piece: Piece; readonly chances: readonly number[]; readonly loud: number }[];

/** Makes most of the dice of a pattern fall once for the song, so that it has a groove of its own. */
const settle = (random: Random, pattern: string): number[] =>
  [...pattern].map((digit) => {
    const p = Number(digit) / 10;
    if (p >= 0.9) return 1;
    return chance(random, p) ? 0.9 : p * 0.25;
  });

const makeGroove = (random: Random, genre: Genre): Groove => {
  const backbeat = pick<Piece>(random, ['snare', 'snare', 'snare', 'clap', 'rim']);
  const time = pick<Piece>(random, ['hat', 'hat', 'hat', 'ride', 'shaker']);
  const open = Array.from({ length: 16 }, () => 0);
  open[pick(random, [2, 6, 10, 14])] = chance(random, 0.6) ? 0.7 : 0;
  return [
    { piece: 'kick', chances: settle(random, pick(random, genre.kick)), loud: 1 },
    { piece: backbeat, chances: settle(random, pick(random, genre.snare)), loud: 0.9 },
    { piece: time, chances: settle(random, pick(random, genre.hat)), loud: 0.75 },
    { piece: 'openHat', chances: open, loud: 0.7 },
  ];
};

const makePercussion = (random: Random): Groove =>
  Array.from({ length: 1 + random.int(3) }, () => ({
    piece: pick<Piece>(random, ['conga', 'shaker', 'cowbell', 'rim', 'tom', 'conga']),
    chances: Array.from({ length: 16 }, (_, step) => (chance(random, step % 2 === 0 ? 0.35 : 0.25) ? 0.85 : 0.04)),
    loud: between(random, 0.5, 0.9),
  }));

const accent = (step: number): number => (step % 16 === 0 ? 1 : step % 4 === 0 ? 0.92 : step % 2 === 0 ? 0.8 : 0.62);

const fill = (random: Random, clock: Clock, bar: number): Hit[] => {
  const start = pick(random, [8, 10, 12, 12, 14]);
  const runs = pick<readonly Piece[]>(random, [
    ['snare', 'snare', 'tom', 'tom'],
    ['tom', 'tom', 'kick', 'snare'],
    ['snare', 'kick', 'snare', 'snare'],
    ['clap', 'rim', 'tom', 'snare'],
  ]);
  const hits: Hit[] = [];
  for (let step = start; step < 16; step++) {
    if (!chance(random, 0.75)) continue;
    hits.push({
      at: clock.played(bar * 16 + step),
      piece: pick(random, runs),
      velocity: 0.5 + (0.5 * (step - start)) / (16 - start),
    });
  }
  return hits;
};

const playGroove = (random: Random, clock: Clock, groove: Groove, bar: number, until: number, hits: Hit[]): void => {
  for (const { piece, chances, loud } of groove) {
    for (let step = 0; step < until; step++) {
      if (!chance(random, chances[step] ?? 0)) continue;
      const velocity = Math.min(1, loud * accent(step) * between(random, 0.82, 1.08));
      hits.push({ at: clock.played(bar * 16 + step), piece, velocity });
    }
  }
};

/** Hits of the drum kit and of the percussion over all sections. */
export const drum = (
  random: Random,
  genre: Genre,
  clock: Clock,
  sections: readonly Section[],
): { drums: Hit[]; percussion: Hit[] } => {
  const verse = makeGroove(random, genre);
  const chorus = chance(random, 0.5) ? makeGroove(random, genre) : verse;
  const extra = makePercussion(random);
  const drums: Hit[] = [];
  const percussion: Hit[] = [];
  let bar = 0;
  for (const section of sections) {
    const groove = section.name === 'chorus' || section.name === 'bridge' ? chorus : verse;
    for (let b = 0; b < section.bars; b++, bar++) {
      if (section.stems.includes('drums')) {
        const filling = b === section.bars - 1 || (b % 4 === 3 && chance(random, 0.4));
        playGroove(random, clock, groove, bar, filling ? 8 + 2 * random.int(4) : 16, drums);
        if (filling) drums.push(...fill(random, clock, bar));
        if (b === 0 && section.name !== 'intro' && chance(random, 0.7)) {
          drums.push({ at: clock.played(bar * 16), piece: 'crash', velocity: between(random, 0.6, 0.95) });
        }
      }
      if (section.stems.includes('percussion')) playGroove(random, clock, extra, bar, 16, percussion);
    }
  }
  return { drums, percussion };
};
