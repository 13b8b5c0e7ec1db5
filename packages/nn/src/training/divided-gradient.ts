import { SidError } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Work } from './gradient.ts';
import { type RecordedPart, recordPart } from './part.ts';
import { dealt, partRandom, slopesOf } from './parts.ts';
import type { PartResult, PartsTask, Replica } from './replica.ts';

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

/** Gradients and running statistics of a part, here. */
interface Found {
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  readonly statistics: ReadonlyMap<string, tf.Tensor>;
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

/** Values that another process found, as tensors. */
const asTensors = ({ store }: Work, { gradients, statistics }: PartResult): Found => {
  const tensors = (values: ReadonlyMap<string, Float32Array>) =>
    new Map([...values].map(([name, data]) => [name, tf.tensor(data, store.variables.get(name)?.shape ?? [])]));
  return { gradients: tensors(gradients), statistics: tensors(statistics) };
};

/** In the order of parts: what a sum rounds to depends on it. */
const addUp = (
  { objective, gradients, statistics }: Work,
  parts: readonly (readonly number[])[],
  found: readonly Found[],
) => {
  for (const [part, rows] of parts.entries()) {
    for (const [name, value] of found[part]?.gradients ?? []) gradients.add(`network/${name}`, value);
    for (const [name, value] of found[part]?.statistics ?? [])
      statistics.add(name, value, rows.length / objective.rows);
  }
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
    const theirs = (await Promise.all(answers.map(({ promise }) => promise))).map((list) =>
      list.map((result) => asTensors(work, result)),
    );
    for (const { gradients, statistics } of theirs.flat()) kept.push(...gradients.values(), ...statistics.values());
    addUp(work, parts, interleaved([mine, ...theirs]));
    return loss.clone();
  } finally {
    for (const part of recorded) part[Symbol.dispose]();
    tf.dispose(kept);
  }
};
