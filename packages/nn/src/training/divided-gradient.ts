import { SidError } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { readsCheaply } from '../kernels/kernel.ts';
import type { Work } from './gradient.ts';
import { type RecordedPart, recordPart } from './part.ts';
import { dealt, partRandom, slopesOf } from './parts.ts';
import type { PartsTask, Replica } from './replica.ts';
import type { Sums } from './tape.ts';

/** A batch that is divided. */
export interface Division {
  readonly parts: number;
  /** What takes parts besides this process. */
  readonly replicas: readonly Replica[];
  readonly seed: number | string;
}

interface Numbered {
  readonly part: number;
  readonly rows: readonly number[];
}

/** Gradients and running statistics of a part: as tensors from here, as numbers from elsewhere. */
interface Found {
  readonly gradients: ReadonlyMap<string, tf.Tensor | Float32Array>;
  readonly statistics: ReadonlyMap<string, tf.Tensor | Float32Array>;
}

/** What comes later is awaited later: until then a failure must not count as unhandled. */
const later = <T>(promise: Promise<T>): { readonly promise: Promise<T> } => {
  promise.catch(() => undefined);
  return { promise };
};

/** Parts that are done here: their outputs are known at once. */
const here = ({ objective, store, random }: Work, parts: readonly Numbered[]): readonly RecordedPart[] =>
  parts.map(({ part, rows }) =>
    recordPart((pass) => objective.forward(rows, pass), store.variables, partRandom(random, part)),
  );

const weightsOf = async ({ store }: Work): Promise<PartsTask['weights']> =>
  new Map(
    await Promise.all(
      [...store.variables].map(
        async ([name, variable]): Promise<[string, Float32Array]> => [name, (await variable.data()) as Float32Array],
      ),
    ),
  );

const handOver = async (work: Work, seed: number | string, replica: Replica, parts: readonly Numbered[]) => {
  const { objective, store } = work;
  const { input } = objective;
  if (input === undefined) throw new SidError('SID_METHOD_UNFIT', 'What is trained cannot be divided among processes.');
  const { outputs } = await replica.forward({
    weights: await weightsOf(work),
    seed,
    count: store.count,
    parts: parts.map(({ part, rows }) => ({ part, rows: rows.length, input: input(rows) })),
  });
  return later(outputs);
};

type Values = readonly (tf.Tensor | Float32Array)[];

/** Rounded after each step, as tensors would be; most weights are 1. */
const addWeighted = (sum: Float32Array, values: Float32Array, weight: number): void => {
  if (weight === 1) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (values[i] ?? 0);
  else for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + Math.fround((values[i] ?? 0) * weight);
};

const readSum = (values: Values, weights: readonly number[]): Float32Array => {
  const numbers = values.map((value) => (value instanceof tf.Tensor ? (value.dataSync() as Float32Array) : value));
  const [start = new Float32Array(0), ...others] = numbers;
  const first = Math.fround(weights[0] ?? 1);
  const sum = first === 1 ? start.slice() : start.map((value) => value * first);
  others.forEach((each, i) => {
    addWeighted(sum, each, Math.fround(weights[i + 1] ?? 1));
  });
  return sum;
};

/** Weighted, in single precision either way: numbers in one loop where tensors can be read cheaply. In a tidy. */
const sumOf = (values: Values, weights: readonly number[], shape: number[]): tf.Tensor =>
  readsCheaply()
    ? tf.tensor(readSum(values, weights), shape)
    : values
        .map((value, part) => tf.mul(value instanceof tf.Tensor ? value : tf.tensor(value, shape), weights[part] ?? 1))
        .reduce((sum, value) => tf.add(sum, value));

/** In the order of parts: what a sum rounds to depends on it. */
const addUp = (
  { store, objective, gradients, statistics }: Work,
  parts: readonly (readonly number[])[],
  found: readonly Found[],
) => {
  const add = (sums: Sums, start: string, lists: readonly Found['gradients'][], weights: readonly number[]): void => {
    for (const name of lists[0]?.keys() ?? [])
      tf.tidy(() => {
        const values = lists.flatMap((list) => list.get(name) ?? []);
        sums.add(`${start}${name}`, sumOf(values, weights, store.variables.get(name)?.shape ?? []));
      });
  };
  add(
    gradients,
    'network/',
    found.map((each) => each.gradients),
    parts.map(() => 1),
  );
  add(
    statistics,
    '',
    found.map((each) => each.statistics),
    parts.map((rows) => rows.length / objective.rows),
  );
};

/** In the order of parts, from lists of each process, which has every so many of them. */
const interleaved = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  (lists[0] ?? []).flatMap((_, place) => lists.flatMap((list) => list.slice(place, place + 1)));

/**
 * The parts of a batch side by side: each through the network in some process, the loss over the outputs of all of
 * them, and every part back against the gradient of its outputs. What comes out depends on the parts alone, not on who
 * did which: what is random in one is named by its number, and sums are taken in the order of parts.
 *
 * @returns the loss
 */
export const dividedGradients = async (work: Work, { parts: count, replicas, seed }: Division): Promise<tf.Tensor> => {
  const { order, parts } = dealt(work.objective.rows, Math.ceil(work.objective.rows / count), work.random);
  const processes = Math.min(parts.length, replicas.length + 1);
  const [own = [], ...others] = Array.from({ length: processes }, (_, process) =>
    parts.map((rows, part) => ({ part, rows })).filter(({ part }) => part % processes === process),
  );
  const helpers = replicas.slice(0, others.length);
  const handed = await Promise.all(helpers.map((replica, i) => handOver(work, seed, replica, others[i] ?? [])));
  const recorded = here(work, own);
  const kept: tf.Tensor[] = [];
  try {
    const received = await Promise.all(handed.map(({ promise }) => promise));
    const { loss, slopes } = tf.tidy(() => {
      const size = recorded[0]?.outputs.shape.slice(1) ?? [];
      const outputs = interleaved([
        recorded.map((part) => part.outputs),
        ...received.map((list, i) =>
          list.map((values, k) => tf.tensor(values, [others[i]?.[k]?.rows.length ?? 0, ...size])),
        ),
      ]);
      const { loss, slopes } = slopesOf(work, tf.concat([...outputs]), order);
      const lengths = parts.map((rows) => rows.length);
      return { loss, slopes: lengths.length === 1 ? [slopes] : tf.split(slopes, lengths) };
    });
    kept.push(loss, ...slopes);
    const answers = await Promise.all(
      helpers.map(async (replica, i) => {
        const values = (others[i] ?? []).map(({ part }) => slopes[part]?.data() as Promise<Float32Array>);
        return later((await replica.backward(await Promise.all(values))).results);
      }),
    );
    const mine = recorded.map((part, k): Found => {
      const gradients = part.backward(slopes[own[k]?.part ?? 0] as tf.Tensor);
      kept.push(...gradients.values());
      return { gradients, statistics: part.statistics };
    });
    const theirs = await Promise.all(answers.map(({ promise }) => promise));
    addUp(work, parts, interleaved([mine, ...theirs]));
    return loss.clone();
  } finally {
    for (const part of recorded) part[Symbol.dispose]();
    tf.dispose(kept);
  }
};
