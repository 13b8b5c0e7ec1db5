import { defineReranker, type Found, type Matrix, type Nodes, type Reranker } from '@sid/core';
import { encoderNeeds, openWeights } from '../encoder.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { type Classifier, createClassifier } from './classifier.ts';
import { crossAttention } from './network.ts';
import {
  crossAttentionOptions,
  type RerankerOptions,
  type RescoringOptions,
  rerankerOptions,
  rerankerPresets,
} from './options.ts';
import { crossAttentionPublished } from './published.ts';
import { type Judged, scoresOf } from './scores.ts';

/** Candidates whose matrices are held at once. */
const together = 64;

const rowsOf = ({ cols, data }: Matrix, wanted: readonly number[]): Matrix => {
  const out = new Float32Array(wanted.length * cols);
  for (const [i, row] of wanted.entries()) out.set(data.subarray(row * cols, (row + 1) * cols), i * cols);
  return { rows: wanted.length, cols, data: out };
};

const judge = async (
  classifier: Classifier,
  candidates: readonly Candidate[],
  nodes: Nodes,
  against: RescoringOptions['against'],
): Promise<readonly Judged[]> => {
  const queries = await classifier.asking(nodes.query);
  const judged: Judged[] = [];
  for (let at = 0; at < candidates.length; at += together) {
    const part = candidates.slice(at, at + together);
    const { keys, values } = await classifier.asked(nodes.of(part.map(({ span }) => span)));
    for (const [i, candidate] of part.entries()) {
      const of = ({ cols, data }: Matrix): Float32Array => data.subarray(i * cols, (i + 1) * cols);
      const asking = against === 'all' ? queries : rowsOf(queries, candidate.finders);
      const probabilities = await classifier.compare(asking, of(keys), of(values));
      const probability = probabilities.reduce((most, p) => Math.max(most, p), 0);
      const best = Math.max(0, probabilities.indexOf(probability));
      judged.push({ candidate, probability, window: against === 'all' ? best : (candidate.finders[best] ?? 0) });
    }
  }
  return judged;
};

const meaningOf = ({ threshold, repeated }: RescoringOptions): string =>
  `sum over the windows found${repeated ? ', once for each time' : ''} of the greatest probability above ${threshold} that a window of the query shares a sample with it; 0 and up, and long tracks have more of them`;

/** The re-ranker of Bhattacharjee et al. 2025, over the node matrices of their graph network. */
export const crossAttentionReranker = defineReranker({
  name: 'cross-attention',
  summary: 'Compares the windows found with those of the query node by node: attention that ends in a probability.',
  revision: 1,
  options: rerankerOptions,
  presets: rerankerPresets,
  needs: encoderNeeds,
  layout: (options) => ({ tensors: crossAttention(options).parameters, published: crossAttentionPublished }),
  network: (options) => crossAttention(options),
  create: async (options: RerankerOptions, given): Promise<Reranker> => {
    const { channels, nodes, heads, hidden, dropout } = options;
    const sizes = crossAttentionOptions.parse({ channels, nodes, heads, hidden, dropout });
    const network = crossAttention(sizes);
    const weights = await openWeights(
      { architecture: 'cross-attention', network, options: sizes },
      options.weights,
      given,
    );
    const classifier = createClassifier(sizes, weights, given.onnx);
    return {
      scoreMeaning: meaningOf(options),
      untrained: weights.untrained,
      identity: { options, weights: weights.identity, precision: given.onnx.precision },
      accepts: ([features, places]) =>
        (features === channels && places === nodes) ||
        `The re-ranker compares ${nodes} nodes of ${channels} features, and the encoder gives ${places} of ${features}; choose presets of the same name for both.`,
      rerank: async (found: Found, matrices) => {
        const candidates = candidatesOf(found.hits, options);
        const judged = await judge(classifier, candidates, matrices, options.against);
        return scoresOf(judged, found, options);
      },
      [Symbol.asyncDispose]: () => classifier[Symbol.asyncDispose](),
    };
  },
});
