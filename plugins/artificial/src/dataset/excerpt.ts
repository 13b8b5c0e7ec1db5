import type { Random } from '@sid/core';
import { between, chance, pick } from '@sid/effects';
import { type Part, type Score, type StemName, stemNames } from '../song/score.ts';

/** A stretch of a source that is worth sampling. */
export interface Excerpt {
  readonly from: number;
  readonly seconds: number;
  readonly beats: number;
  readonly stems?: readonly StemName[];
}

/** Share of the stretch in which the part sounds. */
const coverage = (part: Part, from: number, to: number): number => {
  const spans =
    'hits' in part ? part.hits.map((h) => [h.at, h.at + 0.2]) : part.notes.map((n) => [n.at, n.at + n.seconds]);
  const cells = 40;
  const step = (to - from) / cells;
  let heard = 0;
  for (let c = 0; c < cells; c++) {
    const a = from + c * step;
    if (spans.some(([start = 0, end = 0]) => start < a + step && end > a)) heard++;
  }
  return heard / cells;
};

const subsets: readonly (readonly StemName[])[] = [
  ['drums', 'percussion'],
  ['bass', 'chords', 'pad', 'lead', 'vocals'],
  ['chords', 'pad', 'lead'],
  ['drums', 'percussion', 'bass'],
  ['drums', 'percussion', 'bass', 'chords', 'pad', 'lead'],
  ['vocals', 'chords', 'pad'],
];

/** Beats an excerpt can have so that it lasts between the two limits. */
const lengths = (tempo: number, low: number, high: number): number[] =>
  [1, 2, 3, 4, 6, 8, 12, 16].filter((beats) => {
    const seconds = (60 * beats) / tempo;
    return seconds >= low && seconds <= high;
  });

/**
 * Chooses where to sample a song: on a bar or half bar, where something plays, whole beats long where the limits
 * allow it. Of some tries the one in which most is heard.
 */
export const chooseExcerpt = (
  random: Random,
  score: Score,
  limits: readonly [number, number],
  useStems: boolean,
): Excerpt => {
  const [low, high] = limits;
  const beat = 60 / score.tempo;
  const fitting = lengths(score.tempo, low, high);
  const long = fitting.filter((beats) => beats % 4 === 0);
  const end = score.sections.at(-1)?.to ?? score.seconds;
  let best: Excerpt | undefined;
  let most = -1;
  for (let attempt = 0; attempt < 24 && most < 0.75; attempt++) {
    const choices = long.length > 0 && chance(random, 0.8) ? long : fitting;
    const beats = choices.length > 0 ? pick(random, choices) : 0;
    const seconds = beats > 0 ? beats * beat : Math.min(between(random, low, high), end);
    const grid = chance(random, 0.8) ? 4 * beat : 2 * beat;
    const places = Math.max(1, Math.floor((end - seconds) / grid + 1e-6) + 1);
    const from = Math.max(0, Math.min(random.int(places) * grid, score.seconds - seconds));
    const present = score.parts.map((part) => part.stem);
    const subset = useStems && chance(random, 0.45) ? pick(random, subsets) : stemNames;
    const stems = subset.filter((stem) => present.includes(stem));
    // A bass line or some shakers alone are hardly a sample.
    if (!stems.some((stem) => stem !== 'bass' && stem !== 'percussion')) continue;
    const heard = score.parts
      .filter((part) => stems.includes(part.stem))
      .reduce((sum, part) => Math.max(sum, coverage(part, from, from + seconds)), 0);
    if (heard <= most) continue;
    most = heard;
    const whole = stems.length === present.length;
    best = {
      from,
      seconds,
      beats: Math.max(1, beats > 0 ? beats : Math.round(seconds / beat)),
      ...(whole ? {} : { stems }),
    };
  }
  return best ?? { from: 0, seconds: Math.min(low, end), beats: 1 };
};
