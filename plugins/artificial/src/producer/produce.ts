import { createRandom } from '@sid/core';
import { decibels, gain, loudest, mixInto, squared, treat } from '@sid/effects';
import { mixDown } from '../song/master.ts';
import { renderSong, type Song } from '../song/render.ts';
import { writeSong } from '../song/write.ts';
import type { QueryRecipe, SampleRecipe, Slice, SongRecipe } from './recipe.ts';

/** Where samples are taken from: a rendered song, or a recording without stems. */
export type Source = { readonly song: Song } | { readonly samples: Float32Array };

export const makeSong = (recipe: SongRecipe): Song =>
  renderSong(writeSong(recipe.seed, recipe.options), recipe.sampleRate, recipe.options.stems);

const cut = (source: Source, sample: SampleRecipe, sampleRate: number): Float32Array => {
  const whole = 'song' in source ? mixDown(source.song, sample.stems) : source.samples;
  const from = Math.round(sample.from * sampleRate);
  return whole.slice(from, from + Math.round(sample.seconds * sampleRate));
};

/** Lays the slices of the treated excerpt; short fades at both ends keep the cuts from clicking. */
const lay = (treated: Float32Array, sample: SampleRecipe, length: number, sampleRate: number): Float32Array => {
  const out = new Float32Array(length);
  const rise = Math.round(0.001 * sampleRate);
  const fall = Math.round(0.004 * sampleRate);
  const { tempoRatio } = sample.treatment;
  for (const { at, from, to } of sample.slices) {
    const piece = treated.slice(
      Math.round((from / tempoRatio) * sampleRate),
      Math.round((to / tempoRatio) * sampleRate),
    );
    for (let i = 0; i < Math.min(rise, piece.length); i++) piece[i] = (piece[i] ?? 0) * (i / rise);
    for (let i = Math.max(0, piece.length - fall); i < piece.length; i++) {
      piece[i] = (piece[i] ?? 0) * ((piece.length - 1 - i) / fall);
    }
    mixInto(out, piece, Math.round(at * sampleRate));
  }
  return out;
};

/** Power summed over the places where slices lie. */
const powerAt = (samples: Float32Array, slices: readonly Slice[], tempoRatio: number, sampleRate: number): number => {
  let sum = 0;
  for (const { at, from, to } of slices) {
    const end = Math.min(samples.length, Math.round((at + (to - from) / tempoRatio) * sampleRate));
    for (let i = Math.round(at * sampleRate); i < end; i++) sum += squared(samples[i] ?? 0);
  }
  return sum;
};

/** The two sides of a query before they are added up, at the level that the recipe says. */
export const produceParts = (
  recipe: QueryRecipe,
  source: Source,
): { readonly sample: Float32Array; readonly rest: Float32Array } => {
  const { sampleRate, sample } = recipe;
  const length = Math.round(recipe.seconds * sampleRate);
  const treated = treat(cut(source, sample, sampleRate), sampleRate, sample.treatment);
  const laid = lay(treated, sample, length, sampleRate);
  const rest = new Float32Array(length);
  for (const layer of recipe.layers) {
    const material = mixDown(makeSong(layer.song));
    mixInto(rest, material.subarray(Math.round(layer.from * sampleRate)), Math.round(layer.from * sampleRate));
  }
  if (sample.levelDb !== undefined) {
    const { tempoRatio } = sample.treatment;
    const entry = Math.max(0, ...recipe.layers.map((layer) => layer.from));
    const together = sample.slices.filter(({ at }) => at >= entry - 1e-6);
    const own = powerAt(laid, together, tempoRatio, sampleRate);
    const others = powerAt(rest, together, tempoRatio, sampleRate);
    if (own > 0 && others > 0) gain(laid, Math.sqrt(others / own) * decibels(sample.levelDb));
  }
  return { sample: laid, rest };
};

/** A query as samples, peak 0.9. */
export const produce = (recipe: QueryRecipe, source: Source): Float32Array => {
  const { sample, rest } = produceParts(recipe, source);
  mixInto(sample, rest);
  const peak = loudest(sample);
  gain(sample, peak > 0 ? 0.9 / peak : 0);
  const floor = decibels(recipe.floorDb) * Math.sqrt(3);
  const random = createRandom(`${recipe.seed}/floor`);
  for (let i = 0; i < sample.length; i++) sample[i] = (sample[i] ?? 0) + floor * (2 * random.next() - 1);
  return sample;
};
