import { definePairing, type Frontend, type PreparedItem, type Random, tokens, type View } from '@sid/core';
import { between, chance, rms } from '@sid/effects';
import * as z from 'zod';
import { rangeOf } from './common-options.ts';
import { complexColumns, complexOf, floats, magnitudes, magnitudesTogether, storedPicture } from './complex-picture.ts';
import { checkLength, columns, isSilent, normalised, windowLengths } from './picture.ts';
import { placeBeside, type Source, sampled, sourceOf } from './sampling.ts';
import { someOf } from './stem-groups.ts';

const likely = z.number().min(0).max(1);

const options = z.strictObject({
  chunkSeconds: z.number().positive().max(120).default(14).describe('Length of a chunk, of which excerpts are taken.'),
  semitones: z.number().min(0).max(12).default(4).describe('Greatest pitch shift up and down.'),
  tempo: rangeOf([0.75, 1.35]).describe('Slowest and fastest tempo, above 1 is faster.'),
  change: likely.default(0.6).describe('How likely a shift is, and how likely another tempo.'),
  signalsmith: likely
    .default(0.2)
    .describe("How likely a change is made with Signalsmith's library instead of ours, which is cheaper."),
  excerptSeconds: rangeOf([1, 8]).describe('Shortest and longest excerpt.'),
  levelDb: rangeOf([-12, 6]).describe('Level of the sample against the other music, dB RMS.'),
  subset: likely.default(0.5).describe('How likely some stems are sampled instead of the whole mix.'),
  alone: likely.default(0.1).describe('How likely a sample is heard without other music.'),
});

/** A sample that is quieter than that part of the mix it comes from is hardly one. */
const quietest = 0.05;

export const producer = definePairing({
  name: 'producer',
  summary: 'A song, and excerpts of two songs treated as producers do, one under the other.',
  revision: 1,
  options,
  needs: { frontend: tokens.frontend },
  create(given, { frontend }) {
    const { chunkSeconds, levelDb, subset, alone } = given;
    const settings = { ...given, sampleRate: frontend.spec.sampleRate };
    const complex = complexOf(frontend, 'producer');
    const lengthOf = windowLengths(frontend);
    return {
      chunkSeconds,
      async prepare(chunk, windowFrames, random) {
        const length = await lengthOf(windowFrames);
        const stems = chunk.stems.map(({ samples }) => samples);
        const whole = sourceOf(stems);
        checkLength(whole.length, length, frontend);
        const choose = (r: Random): Source => (chance(r, subset) ? sourceOf(someOf(stems, r)) : whole);
        const [forSample, forCompany] = [random.fork('sample'), random.fork('company')];
        const sample = sampled(choose(forSample), length, settings, forSample);
        const from = placeBeside(sample.heard, length, whole.length, random);
        const heard = whole.cut(from, from + length);
        const company = sampled(near(choose(forCompany), from, length), length, settings, forCompany);
        const levels = Float32Array.of(rms(sample.window), rms(company.window));
        const least = Math.max(1e-4, quietest * rms(heard));
        if (levels.some((level) => level < least)) return undefined;
        const reference = await referenceOf(frontend, heard, windowFrames);
        if (reference === undefined) return undefined;
        const one = complexColumns(await complex(sample.window), 0, windowFrames);
        const two = complexColumns(await complex(company.window), 0, windowFrames);
        return {
          shape: Uint32Array.of(one.real.rows, one.real.cols),
          referenceShape: Uint32Array.of(reference.rows, reference.cols),
          reference: reference.data,
          levels,
          real: one.real.data,
          imaginary: one.imaginary.data,
          companyReal: two.real.data,
          companyImaginary: two.imaginary.data,
        };
      },
      combine(items, random) {
        const mixes = items.map((item, i) => {
          const picture = storedPicture(item.shape, item.real, item.imaginary);
          const before = (i + items.length - 1) % items.length;
          const other = items[before];
          if (other === undefined || before === i || chance(random, alone))
            return { window: magnitudes(picture), songs: [i] };
          const company = storedPicture(other.shape, other.companyReal, other.companyImaginary);
          const factor = factorOf(item, other, between(random, ...levelDb));
          return { window: magnitudesTogether(picture, company, factor), songs: [i, before] };
        });
        return {
          windows: [
            ...items.map(({ reference, referenceShape: [rows = 0, cols = 0] = [] }) => ({
              rows,
              cols,
              data: floats(reference),
            })),
            ...mixes.map(({ window }) => normalised(frontend, window)),
          ],
          views: [
            ...items.map((_, i): View => ({ side: 'reference', songs: [i] })),
            ...mixes.map(({ songs }): View => ({ side: 'query', songs })),
          ],
        };
      },
    };
  },
});

/** The surroundings of a reference window, in which the excerpt that others hear is taken: one view of it has to do. */
const near = (source: Source, from: number, length: number): Source => {
  const first = Math.max(0, from - (length >> 2));
  return {
    length: Math.min(source.length, from + length + (length >> 2)) - first,
    cut: (start, end) => source.cut(first + start, first + end),
  };
};

const referenceOf = async (frontend: Frontend, samples: Float32Array, frames: number) => {
  const picture = await frontend.extract({ id: 'reference', sampleRate: frontend.spec.sampleRate, samples });
  const window = columns(picture, 0, frames);
  return isSilent(window) ? undefined : normalised(frontend, window);
};

/** What the company is multiplied by so that the sample is `db` louder. */
const factorOf = (item: PreparedItem, other: PreparedItem, db: number): number =>
  (item.levels?.[0] ?? 0) / (other.levels?.[1] ?? 1) / 10 ** (db / 20);
