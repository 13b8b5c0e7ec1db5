import type { Matrix } from '@sid/core';
import { amplitudeDb, normaliseDbMax, normaliseLogMax, normaliseMinMax, powerDb, takeLogarithms } from '@sid/dsp';
import type { NormalisationOptions } from './common-options.ts';

/** Bins that an encoder sees, of those of the picture. */
export interface Crop {
  readonly first: number;
  readonly bins: number;
}

/** What the numbers of a picture are. */
export type Quantity = 'complex' | 'magnitude' | 'power' | 'log-magnitude' | 'db';

/** A sentence where the normalisation cannot be applied to such numbers. */
export const unfit = (normalisation: string, quantity: Quantity): string | undefined => {
  if (normalisation === 'log-max' && quantity !== 'magnitude' && quantity !== 'complex')
    return `The normalisation "log-max" takes the logarithm of magnitudes itself: set output to "magnitude", not "${quantity}", or normalisation to "none".`;
  if (normalisation === 'db-max' && quantity === 'log-magnitude')
    return 'The normalisation "db-max" wants decibels: set output to "db", "magnitude" or "power", or normalisation to "none".';
  return undefined;
};

type Normaliser = (window: Matrix, room?: Float32Array) => Matrix;

/** What `Frontend.normalise` does, or nothing where there is nothing to do. */
export const normaliserOf = (
  options: NormalisationOptions,
  quantity: Quantity,
  crop: Crop | undefined,
): Normaliser | undefined => {
  const scale = quantity === 'complex' ? undefined : scalerOf(options, quantity);
  if (crop === undefined) return scale;
  const parts = quantity === 'complex' ? 2 : 1;
  if (scale === undefined) return (window) => cropRows(window, crop, parts);
  // Rows that follow each other need no copy where another one is made.
  const { first, bins } = crop;
  return ({ cols, data }, room) =>
    scale({ rows: bins, cols, data: data.subarray(first * cols, (first + bins) * cols) }, room);
};

const scalerOf = (
  { normalisation, mean, deviation, topDb }: NormalisationOptions,
  quantity: Quantity,
): Normaliser | undefined => {
  switch (normalisation) {
    case 'none':
      return undefined;
    case 'log-max':
      return (window, room) => normaliseLogMax(window, mean, deviation, room);
    case 'min-max':
      return normaliseMinMax;
    case 'db-max':
      return (window, room) => normaliseDbMax(inDecibels(window, quantity), topDb, mean, deviation, room);
  }
};

const inDecibels = (window: Matrix, quantity: Quantity): Matrix => {
  if (quantity === 'db') return window;
  const data = window.data.slice();
  takeLogarithms(data, quantity === 'power' ? powerDb : amplitudeDb);
  return { ...window, data };
};

/** The rows of `crop`, of each of the `parts` that are stacked. */
const cropRows = ({ rows, cols, data }: Matrix, { first, bins }: Crop, parts: number): Matrix => {
  const out = new Float32Array(parts * bins * cols);
  for (let part = 0; part < parts; part++) {
    const from = ((part * rows) / parts + first) * cols;
    out.set(data.subarray(from, from + bins * cols), part * bins * cols);
  }
  return { rows: parts * bins, cols, data: out };
};
