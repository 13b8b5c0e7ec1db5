import type { Random, TensorLayout } from '@sid/core';
import { createRandom, SidError } from '@sid/core';

/** How a tensor is filled before training. */
export type Initial =
  | { readonly kind: 'constant'; readonly value: number }
  /** Uniform in −bound…bound. */
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'normal'; readonly deviation: number };

/** One named tensor of a network, known without allocating it. */
export interface Parameter extends TensorLayout {
  readonly initial: Initial;
}

/** Values by parameter name, row-major in the parameter's shape. */
export type Weights = ReadonlyMap<string, Float32Array>;

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Number of trained values: the figure papers give. */
export const countParameters = (parameters: readonly TensorLayout[]): number =>
  parameters.reduce((sum, { shape, trained }) => sum + (trained ? sizeOf(shape) : 0), 0);

const fill = ({ shape, initial }: Parameter, random: Random): Float32Array => {
  const values = new Float32Array(sizeOf(shape));
  if (initial.kind === 'constant') return values.fill(initial.value);
  for (let i = 0; i < values.length; i++)
    values[i] =
      initial.kind === 'uniform' ? initial.bound * (2 * random.next() - 1) : initial.deviation * random.normal();
  return values;
};

/** Untrained weights. Each tensor has a stream of its own, so that adding a layer leaves the others as they were. */
export const initialWeights = (parameters: readonly Parameter[], seed: number | string): Weights => {
  const random = createRandom(seed);
  return new Map(parameters.map((parameter) => [parameter.name, fill(parameter, random.fork(parameter.name))]));
};

/** @throws SidError SID_WEIGHTS_INVALID when a tensor is absent or has another size than the network's */
export const checkWeights = (parameters: readonly Parameter[], weights: Weights): void => {
  for (const { name, shape } of parameters) {
    const values = weights.get(name);
    const size = sizeOf(shape);
    if (values?.length === size) continue;
    throw new SidError(
      'SID_WEIGHTS_INVALID',
      values === undefined
        ? `The weights have no tensor ${name}, which the network needs with shape [${shape.join(', ')}].`
        : `Tensor ${name} of the weights has ${values.length} values; the network needs ${size} (shape [${shape.join(', ')}]).`,
      {
        suggestions: [
          `The first names in these weights are ${[...weights.keys()].slice(0, 3).join(', ') || '(none)'}.`,
        ],
      },
    );
  }
};
