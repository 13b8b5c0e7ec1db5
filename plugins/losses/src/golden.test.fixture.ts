import { readFileSync } from 'node:fs';
import type { Loss, View } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import plugin from './index.ts';

type Rows = readonly (readonly number[])[];

/** What `losses.json` says of a loss. */
export interface Golden {
  readonly loss: string;
  readonly check?: string;
  readonly value: number;
  readonly arguments: readonly string[];
  readonly gradientZ: readonly Rows[];
  readonly dLossdLogTau?: number;
  readonly selected?: { readonly positive: readonly number[]; readonly negative: readonly (number | null)[] };
  readonly labels?: readonly number[];
  readonly margin?: number;
  readonly eps?: number;
  readonly tau?: number;
  readonly variant?: string;
  readonly tripletPart?: number;
  readonly N?: number;
  readonly [argument: string]: unknown;
}

const file = new URL('../../../test/golden/losses/losses.json', import.meta.url);

export const golden = (JSON.parse(readFileSync(file, 'utf8')) as { losses: readonly Golden[] }).losses;

/** Those with rows and gradients. */
export const goldenOf = (name: string): readonly Golden[] => {
  const found = golden.filter(({ loss, check }) => loss === name && check === undefined);
  expect(found.length, name).toBeGreaterThan(0);
  return found;
};

/** All rows of the arguments, one argument after the other, of length 1. */
export const rowsOf = (entry: Golden): Rows =>
  entry.arguments
    .flatMap((argument) => entry[argument] as Rows)
    .map((row) => row.map((value) => value / Math.hypot(...row)));

export const gradientOf = (entry: Golden): readonly number[] => entry.gradientZ.flat(2);

/** References first, then queries, song by song. */
export const pairedViews = (songs: number): readonly View[] =>
  (['reference', 'query'] as const).flatMap((side) =>
    Array.from({ length: songs }, (_, song) => ({ side, songs: [song] })),
  );

/** References, then mixes of a song and the one before. */
export const mixedViews = (songs: number): readonly View[] =>
  pairedViews(songs).map(({ side, songs: [song = 0] }) => ({
    side,
    songs: side === 'reference' ? [song] : [song, (song + songs - 1) % songs],
  }));

/** The loss of that name. */
export const lossOf = async (name: string, options: unknown = {}): Promise<Loss> => {
  const component = plugin.components.find((each) => each.name === name) ?? expect.fail(name);
  return (await component.create(component.options.parse(options), {})) as Loss;
};

export interface Found {
  readonly value: number;
  readonly gradient: readonly number[];
  /** Of the loss's own variables. */
  readonly ofVariables: readonly number[];
}

/** Value and gradients with respect to the rows, on the current tfjs backend. */
export const evaluate = (loss: Loss, rows: Rows, views: readonly View[]): Found =>
  tf.tidy(() => {
    const z = tf.tensor2d(rows.map((row) => [...row]));
    const variables = Object.values(loss.variables) as tf.Tensor[];
    const { value, grads } = tf.valueAndGrads(
      (...[x]: tf.Tensor[]) => loss.compute(x as tf.Tensor, views) as tf.Scalar,
    )([z, ...variables]);
    const [gradient, ...rest] = grads.map((tensor) => [...tensor.dataSync()]);
    return { value: value.dataSync()[0] ?? Number.NaN, gradient: gradient ?? [], ofVariables: rest.flat() };
  });

/** Largest difference over the largest value. */
export const deviation = (actual: readonly number[], expected: readonly number[]): number => {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] ?? Number.NaN))));
  return worst / (largest || 1);
};

export interface Case {
  readonly name: string;
  readonly entry: Golden;
  readonly loss: () => Promise<Loss>;
  readonly views: readonly View[];
}

const label = ({ loss, variant, case: of, tau, margin, eps, N }: Golden): string =>
  Object.entries({ variant, case: of, tau, margin, eps, N }).reduce(
    (text, [key, value]) => (value === undefined ? text : `${text}, ${key} ${value}`),
    loss,
  );

const paired = ({ N = 0 }: Golden) => pairedViews(N);

/** The last row of a label on one side, the others on the other: then those of the other side are all those that count. */
const labelled = ({ labels = [] }: Golden): readonly View[] =>
  labels.map((song, row) => ({ side: labels.lastIndexOf(song) === row ? 'reference' : 'query', songs: [song] }));

const casesOf = (
  name: string,
  component: string,
  options: (entry: Golden) => unknown,
  views: (entry: Golden) => readonly View[],
): readonly Case[] =>
  goldenOf(name).map((entry) => ({
    name: label(entry),
    entry,
    loss: () => lossOf(component, options(entry)),
    views: views(entry),
  }));

const mined = (miner: string) =>
  casesOf(
    `triplet, mined on Euclidean distance: ${miner}`,
    'triplet',
    ({ margin }) => ({ miner, margin, epsilon: 0 }),
    labelled,
  );

/** Every golden value that a loss component can give. */
export const cases: readonly Case[] = [
  ...casesOf('nt-xent', 'nt-xent', ({ tau }) => ({ temperature: tau }), paired),
  ...casesOf(
    'two-positive contrastive (Riou eq. 2)',
    'multi-positive',
    ({ tau }) => ({ temperature: tau }),
    ({ N = 0 }) => mixedViews(N),
  ),
  ...mined('batch-hard'),
  ...mined('semi-hard'),
  ...casesOf(
    'classification over the cosine matrix',
    'triplet-classification',
    () => ({ classificationWeight: 1, tripletWeight: 0 }),
    paired,
  ),
  ...casesOf(
    'combined 0.3 classification + 0.7 triplet (margin 0.3)',
    'triplet-classification',
    ({ variant }) => ({ variant }),
    paired,
  ),
];
