import { SidError, type TrainingBatch } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Network } from '../network.ts';
import { checkWeights, type Weights } from '../parameter.ts';
import { createPass, type Pass } from '../pass.ts';
import { stackWindows } from '../windows.ts';
import { binaryCrossEntropy } from './cross-entropy.ts';
import { type MiningOptions, type Pairs, pairsOf } from './pairing.ts';
import { createTrainingStore } from './store.ts';
import { openTrainer, type Trainer, type TrainingOptions } from './trainer.ts';

export interface PairTrainerOptions extends TrainingOptions, MiningOptions {
  /** Two node matrices, of a query and of a reference → the probability that they share a song. */
  readonly network: Network;
  /** Trained before, and not changed: the second output are the node matrices. */
  readonly encoder: { readonly network: Network; readonly weights: Weights };
}

/** How well pairs are told apart that were not trained on. */
export interface PairReport {
  readonly loss: number;
  /** Shares of positives with a probability above one half, and of negatives with none. */
  readonly positives: number;
  readonly negatives: number;
}

export interface PairTrainer extends Trainer {
  /** Changes nothing; without dropout, and by the moving means where those are kept. */
  evaluate(batch: TrainingBatch): Promise<PairReport>;
}

const checkShapes = (network: Network, encoder: Network): void => {
  const nodes = encoder.outputs[1]?.shape ?? [];
  if (network.inputs.length === 2 && network.inputs.every(({ shape }) => `${shape}` === `${nodes}`)) return;
  const wanted = network.inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ');
  throw new SidError(
    'SID_METHOD_UNFIT',
    `The network ${network.name} takes ${wanted}, and the encoder ${encoder.name} gives [${nodes.join(', ')}] as its second output.`,
  );
};

interface Listened extends Pairs {
  /** `[windows, features, nodes]` */
  readonly nodes: tf.Tensor3D;
}

const openListener = ({ encoder: { network, weights }, ...mining }: PairTrainerOptions) => {
  checkWeights(network.parameters, weights);
  const values = new Map(
    network.parameters.map(({ name, shape }): [string, tf.Tensor] => [
      name,
      tf.keep(tf.tensor(weights.get(name) ?? [], [...shape], 'float32')),
    ]),
  );
  const [rows = 0, cols = 0] = network.inputs[0]?.shape ?? [];
  return {
    listen: async ({ windows, views }: TrainingBatch): Promise<Listened> => {
      const outputs = tf.tidy(() => {
        const x = tf.tensor3d(stackWindows(windows, rows, cols), [windows.length, rows, cols]);
        return [...network.forward([x], createPass(values))];
      });
      const [vectors, nodes, ...others] = outputs as [tf.Tensor, tf.Tensor3D, ...tf.Tensor[]];
      try {
        return { nodes, ...pairsOf((await vectors.data()) as Float32Array, views, mining) };
      } catch (error) {
        nodes.dispose();
        throw error;
      } finally {
        tf.dispose([vectors, ...others]);
      }
    },
    dispose: () => {
      tf.dispose([...values.values()]);
      values.clear();
    },
  };
};

const forward = (network: Network, { nodes, query, reference }: Listened, rows: readonly number[], pass: Pass) => {
  const side = (list: readonly number[]) =>
    tf.gather(
      nodes,
      tf.tensor1d(
        Int32Array.from(rows, (row) => list[row] ?? 0),
        'int32',
      ),
    );
  return network.forward([side(query), side(reference)], pass)[0] as tf.Tensor;
};

/**
 * Trains a re-ranker on the node matrices of a frozen encoder (Bhattacharjee et al. 2025): the same batches as for the
 * encoder, every query against its reference and against the rows most like it.
 *
 * @throws SidError SID_METHOD_UNFIT where encoder and network do not fit
 */
export const createPairTrainer = (options: PairTrainerOptions): PairTrainer => {
  const { network, encoder } = options;
  checkShapes(network, encoder.network);
  const listener = openListener(options);
  const store = createTrainingStore({ ...options, parameters: network.parameters, lossVariables: {} });
  const trainer = openTrainer(options, store, async (batch) => {
    const heard = await listener.listen(batch);
    return {
      objective: {
        rows: heard.labels.length,
        forward: (rows, pass) => forward(network, heard, rows, pass),
        loss: (outputs, rows) =>
          binaryCrossEntropy(
            outputs,
            rows.map((row) => heard.labels[row] ?? 0),
          ),
      },
      dispose: () => heard.nodes.dispose(),
    };
  });
  return {
    get count() {
      return trainer.count;
    },
    step: trainer.step,
    weights: trainer.weights,
    state: trainer.state,
    restore: trainer.restore,
    evaluate: async (batch) => {
      const { nodes, labels, ...heard } = await listener.listen(batch);
      const all = labels.map((_, row) => row);
      const found = tf.tidy(() => {
        const p = forward(network, { ...heard, nodes, labels }, all, createPass(store.result)).flatten();
        return tf.concat([p, binaryCrossEntropy(p, labels).reshape([1])]);
      });
      const values = [...(await found.data())];
      tf.dispose([found, nodes]);
      const right = (label: number) => {
        const those = values.filter((_, row) => labels[row] === label);
        return those.filter((p) => p > 0.5 === (label === 1)).length / those.length;
      };
      return { loss: values.at(-1) ?? Number.NaN, positives: right(1), negatives: right(0) };
    },
    [Symbol.dispose]: () => {
      trainer[Symbol.dispose]();
      listener.dispose();
    },
  };
};
