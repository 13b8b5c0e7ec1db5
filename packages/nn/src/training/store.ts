import { SidError } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import { checkWeights, type Parameter, type Weights } from '../parameter.ts';
import type { Variables } from '../variables.ts';
import { type OptimiserOptions, optimiserRule } from './optimiser.ts';

/** Everything that training continues from, by name: `network/…`, `loss/…`, `firstMoment/network/…`, `average/…`, `counters`. */
export type TrainingState = ReadonlyMap<string, Float32Array>;

/** What a loss learns, by name. */
export type LossVariables = Readonly<Record<string, tf.Variable>>;

export interface StoreOptions {
  readonly parameters: readonly Parameter[];
  readonly weights: Weights;
  readonly lossVariables: LossVariables;
  readonly optimiser: OptimiserOptions;
  readonly emaDecay?: number;
}

export interface Changes {
  /** By name, as `trained` has them; what has none stays as it is. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** New running statistics, by the network's own names. */
  readonly statistics: ReadonlyMap<string, tf.Tensor>;
  readonly learningRate: number;
}

/** The tensors of a training, and how they change. */
export interface TrainingStore {
  /** Of the network, by its own names. */
  readonly variables: Variables;
  /** What gradients are taken of: `network/…` and `loss/…`. */
  readonly trained: ReadonlyMap<string, tf.Variable>;
  /** Steps done. */
  readonly count: number;
  /** Of the network: their moving means where those are kept. */
  readonly result: Variables;
  apply(changes: Changes): void;
  /** The values of `result`. */
  weights(): Promise<Weights>;
  state(): Promise<TrainingState>;
  /** @throws SidError SID_TRAINING_FAILED where the state is not one of this training */
  restore(state: TrainingState): void;
  dispose(): void;
}

const read = async (variable: tf.Variable): Promise<Float32Array> => Float32Array.from(await variable.data());

const assign = (variable: tf.Variable, values: Float32Array): void =>
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));

/** The weight of the old in a moving mean that has seen `count` steps: short ones first, so that the start is forgotten. */
const averageDecay = (decay: number, count: number): number => Math.min(decay, count / (count + 9));

const checkState = (state: TrainingState, stored: ReadonlyMap<string, tf.Variable>): void => {
  const fail = (what: string): never => {
    throw new SidError('SID_TRAINING_FAILED', `The checkpoint cannot be continued: ${what}.`, {
      suggestions: ['Continue with the options that it was made with, or start anew.'],
    });
  };
  for (const [name, { size }] of stored) {
    const found = state.get(name);
    if (found === undefined) fail(`it has no ${name}`);
    else if (found.length !== size) fail(`${name} has ${found.length} values, and the training ${size}`);
  }
  if (state.get('counters')?.length !== 1) fail('it has no counters');
  for (const name of state.keys())
    if (name !== 'counters' && !stored.has(name)) fail(`it has ${name}, which the training does not know`);
};

/** Allocates on the current tfjs backend. */
export const createTrainingStore = (options: StoreOptions): TrainingStore => {
  const { parameters, weights, lossVariables, optimiser, emaDecay } = options;
  checkWeights(parameters, weights);
  const rule = optimiserRule(optimiser);
  const own: tf.Variable[] = [];
  const variable = (value: () => tf.Tensor, trainable: boolean): tf.Variable => {
    const made = tf.tidy(() => tf.variable(value(), trainable));
    own.push(made);
    return made;
  };
  const variables = new Map(
    parameters.map(({ name, shape, trained }) => [
      name,
      variable(() => tf.tensor(weights.get(name) ?? [], [...shape], 'float32'), trained),
    ]),
  );
  const trained = new Map<string, tf.Variable>();
  for (const [name, value] of variables) if (value.trainable) trained.set(`network/${name}`, value);
  for (const [name, value] of Object.entries(lossVariables)) trained.set(`loss/${name}`, value);
  const slots = new Map(
    [...trained].map(([name, { shape }]) => [name, rule.slots.map(() => variable(() => tf.zeros(shape), false))]),
  );
  const averages = new Map(
    emaDecay === undefined
      ? []
      : [...variables].map(([name, value]) => [name, variable(() => tf.clone(value), false)] as const),
  );
  const stored = new Map<string, tf.Variable>([
    ...[...variables].map(([name, value]) => [`network/${name}`, value] as const),
    ...trained,
    ...[...slots].flatMap(([name, values]) => values.map((value, i) => [`${rule.slots[i]}/${name}`, value] as const)),
    ...[...averages].map(([name, value]) => [`average/${name}`, value] as const),
  ]);
  const result = averages.size > 0 ? averages : variables;
  let count = 0;
  return {
    variables,
    result,
    trained,
    get count() {
      return count;
    },
    apply: ({ gradients, statistics, learningRate }) =>
      tf.tidy(() => {
        count += 1;
        for (const [name, gradient] of gradients) {
          const value = trained.get(name);
          const memory = slots.get(name);
          if (value === undefined || memory === undefined) continue;
          const decays = name.startsWith('network/');
          const next = rule.apply({ value, gradient, slots: memory, learningRate, count, decays });
          value.assign(next.value);
          memory.forEach((slot, i) => {
            slot.assign(next.slots[i] as tf.Tensor);
          });
        }
        for (const [name, value] of statistics) variables.get(name)?.assign(value);
        const decay = averageDecay(emaDecay ?? 0, count);
        for (const [name, average] of averages) {
          const now = variables.get(name) as tf.Variable;
          average.assign(tf.add(tf.mul(average, decay), tf.mul(now, 1 - decay)));
        }
      }),
    weights: async () =>
      new Map(await Promise.all([...result].map(async ([name, value]) => [name, await read(value)] as const))),
    state: async () => {
      const tensors = [...stored].map(async ([name, value]) => [name, await read(value)] as const);
      return new Map([...(await Promise.all(tensors)), ['counters', Float32Array.of(count)]]);
    },
    restore: (state) => {
      checkState(state, stored);
      for (const [name, value] of stored) assign(value, state.get(name) ?? new Float32Array(0));
      count = state.get('counters')?.[0] ?? 0;
    },
    dispose: () => {
      for (const value of own.splice(0)) value.dispose();
    },
  };
};
