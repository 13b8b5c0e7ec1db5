import { definePairing, type Random, tokens, type View } from '@sid/core';
import { between, inOrder, randomCompressor, randomGain, shuffled, sometimes, sparseEqualiser } from '@sid/effects';
import * as z from 'zod';
import { activity } from './activity.ts';
import { rangeOf } from './common-options.ts';
import {
  atTempo,
  type ComplexPicture,
  complexColumns,
  complexOf,
  floats,
  higher,
  magnitudes,
  magnitudesTogether,
  storedPicture,
} from './complex-picture.ts';
import { isSilent, normalised } from './picture.ts';
import { sumOf } from './stem-groups.ts';

const options = z.strictObject({
  chunkSeconds: z.number().positive().max(60).default(7.2).describe('Length of a chunk before it is stretched.'),
  timeStretch: z.boolean().default(true).describe('Whether the reference is stretched.'),
  tempo: rangeOf([0.7, 1.5]).describe('Slowest and fastest tempo of the reference, above 1 is faster.'),
  timeShift: z.boolean().default(true).describe('Whether windows are cut at random, not in the middle.'),
  pitchShift: z.boolean().default(true).describe('Whether the parts are moved up or down in pitch.'),
  shiftBins: z
    .int()
    .min(0)
    .max(600)
    .default(18)
    .describe('Greatest shift up and down, in bins: the crop of the frontend should leave so many at each end.'),
  mix: z
    .boolean()
    .default(true)
    .describe('Whether a query is parts of two songs. Without, it is a part of one: the contrastive baseline.'),
  effects: z.number().min(0).max(1).default(0.2).describe('How likely each of equaliser, compressor, gain is.'),
});

/** Parts A and B of a song, disjoint, each with one of the stems that sound most of the time. */
const drawParts = (
  { mostly, ever }: ReturnType<typeof activity>,
  random: Random,
): readonly [Float32Array, Float32Array] | undefined => {
  const order = shuffled(random, mostly);
  const parts: [Float32Array[], Float32Array[]] = [order.slice(0, 1), order.slice(1, 2)];
  if (order.length < 2) return undefined;
  for (const stem of ever) {
    if (stem === order[0] || stem === order[1]) continue;
    // To A, to B, or to neither.
    parts[random.int(3)]?.push(stem);
  }
  return [sumOf(parts[0]), sumOf(parts[1])];
};

/** Where a window of `count` begins in `cols`; before the first column where there are too few. */
const place = (cols: number, count: number, shift: boolean, random: Random): number => {
  const low = Math.min(0, cols - count);
  const room = Math.abs(cols - count);
  return low + (shift ? random.int(room + 1) : Math.round(room / 2));
};

export const artificialMix = definePairing({
  name: 'artificial-mix',
  summary: 'A song, and parts of two songs added up, each moved in pitch and time: art(i) = A(i) + B(i − 1).',
  revision: 1,
  options,
  presets: {
    'riou-2025': {},
    'riou-2025-no-time-stretch': { timeStretch: false },
    'riou-2025-no-time-shift': { timeShift: false },
    'riou-2025-no-pitch-shift': { pitchShift: false },
    'riou-2025-contrastive': { mix: false },
  },
  needs: { frontend: tokens.frontend },
  create({ chunkSeconds, timeStretch, tempo, timeShift, pitchShift, shiftBins, mix, effects: p }, { frontend }) {
    const complex = complexOf(frontend, 'artificial-mix');
    const { sampleRate } = frontend.spec;
    const colour = inOrder(
      sparseEqualiser(p),
      sometimes(p, randomCompressor([1, 2, 4, 8, 20])),
      sometimes(p, randomGain()),
    );
    const part = async (samples: Float32Array, windowFrames: number, random: Random): Promise<ComplexPicture> => {
      const picture = await complex(colour(samples, sampleRate, random));
      const bins = pitchShift ? random.int(2 * shiftBins + 1) - shiftBins : 0;
      const from = place(picture.real.cols, windowFrames, timeShift, random);
      return higher(complexColumns(picture, from, windowFrames), bins);
    };
    const reference = async (samples: Float32Array, windowFrames: number, random: Random) => {
      const picture = await complex(colour(samples, sampleRate, random));
      const stretched = atTempo(picture, timeStretch ? between(random, ...tempo) : 1);
      const from = place(stretched.real.cols, windowFrames, timeShift, random);
      return magnitudes(complexColumns(stretched, from, windowFrames));
    };
    return {
      chunkSeconds,
      async prepare(chunk, windowFrames, random) {
        const parts = drawParts(activity(chunk.stems), random);
        if (parts === undefined) return undefined;
        const whole = sumOf(chunk.stems.map(({ samples }) => samples));
        const heard = await reference(whole, windowFrames, random.fork('reference'));
        const a = await part(parts[0], windowFrames, random.fork('a'));
        const b = mix ? await part(parts[1], windowFrames, random.fork('b')) : undefined;
        if ([heard, a.real, ...(b === undefined ? [] : [b.real])].some(isSilent)) return undefined;
        const ref = normalised(frontend, heard);
        return {
          shape: Uint32Array.of(a.real.rows, a.real.cols),
          referenceShape: Uint32Array.of(ref.rows, ref.cols),
          reference: ref.data,
          realA: a.real.data,
          imaginaryA: a.imaginary.data,
          ...(b === undefined ? {} : { realB: b.real.data, imaginaryB: b.imaginary.data }),
        };
      },
      combine(items) {
        const artificial = items.map((item, i) => {
          const a = storedPicture(item.shape, item.realA, item.imaginaryA);
          const other = mix ? items.at(i - 1) : undefined;
          if (other === undefined) return normalised(frontend, magnitudes(a));
          const b = storedPicture(other.shape, other.realB, other.imaginaryB);
          return normalised(frontend, magnitudesTogether(a, b));
        });
        const references = items.map(({ reference: data, referenceShape }) => ({
          rows: referenceShape?.[0] ?? 0,
          cols: referenceShape?.[1] ?? 0,
          data: floats(data),
        }));
        const before = (i: number): number => (i + items.length - 1) % items.length;
        const asked = (i: number): View => ({ side: 'query', songs: mix ? [...new Set([i, before(i)])] : [i] });
        return {
          windows: [...references, ...artificial],
          views: [...items.map((_, i): View => ({ side: 'reference', songs: [i] })), ...items.map((_, i) => asked(i))],
        };
      },
    };
  },
});
