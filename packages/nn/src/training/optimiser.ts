import * as tf from '@tensorflow/tfjs';
import { adamStep } from '../kernels/adam.ts';

/** How gradients change weights. Weight decay concerns the network alone, never what a loss learns. */
export type OptimiserOptions =
  | {
      /**
       * `adam`: Kingma, Ba 2015; weight decay is added to the gradient of everything, as PyTorch does.
       * `adamw`: Loshchilov, Hutter 2019; weight decay apart from the gradient, on matrices and filters alone: not on
       * norms, biases, gains and exponents.
       */
      readonly kind: 'adam' | 'adamw';
      /** Of the moving means of the gradient and of its square; 0.9 and 0.999. */
      readonly betas?: readonly [number, number];
      /** Added to the root of the second moment; 1e-8. */
      readonly epsilon?: number;
      /** 0 for `adam`, 0.01 for `adamw`. */
      readonly weightDecay?: number;
    }
  | {
      /** Stochastic gradient descent; weight decay is added to the gradient of everything. */
      readonly kind: 'sgd';
      /** 0. */
      readonly momentum?: number;
      /** 0. */
      readonly weightDecay?: number;
    };

/** One tensor at one step. */
interface Place {
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
  /** What the rule remembers of this tensor, in the order of its `slots`; zeros at first. */
  readonly slots: readonly tf.Tensor[];
  readonly learningRate: number;
  /** 1 for the first step. */
  readonly count: number;
  /** Part of the network: weight decay may concern it. */
  readonly decays: boolean;
}

/** A rule without state: what it remembers is kept, and saved, by whoever applies it. */
export interface Rule {
  readonly slots: readonly string[];
  apply(place: Place): { readonly value: tf.Tensor; readonly slots: readonly tf.Tensor[] };
}

const decayed = ({ value, gradient, decays }: Place, weightDecay: number): tf.Tensor =>
  decays && weightDecay !== 0 ? tf.add(gradient, tf.mul(value, weightDecay)) : gradient;

/** More than one axis and more than one value: norms, biases, gains and exponents are not. */
const isMatrix = ({ shape, size }: tf.Tensor): boolean => shape.length > 1 && size > 1;

const adam = (options: Extract<OptimiserOptions, { kind: 'adam' | 'adamw' }>): Rule => {
  const { kind, betas = [0.9, 0.999], epsilon = 1e-8, weightDecay = kind === 'adam' ? 0 : 0.01 } = options;
  return {
    slots: ['firstMoment', 'secondMoment'],
    apply: (place) => {
      const { value, slots, learningRate, count, decays } = place;
      const gradient = kind === 'adam' ? decayed(place, weightDecay) : place.gradient;
      const shrinks = kind === 'adamw' && decays && isMatrix(value);
      const [next, ...moments] = adamStep([value, gradient, slots[0] as tf.Tensor, slots[1] as tf.Tensor], {
        betas,
        epsilon,
        shrink: shrinks ? 1 - learningRate * weightDecay : 1,
        rate: learningRate / (1 - betas[0] ** count),
        rootScale: 1 / Math.sqrt(1 - betas[1] ** count),
      });
      return { value: next as tf.Tensor, slots: moments };
    },
  };
};

const sgd = ({ momentum = 0, weightDecay = 0 }: Extract<OptimiserOptions, { kind: 'sgd' }>): Rule => ({
  slots: momentum === 0 ? [] : ['velocity'],
  apply: (place) => {
    const gradient = decayed(place, weightDecay);
    const [velocity] = place.slots;
    const step = velocity === undefined ? gradient : tf.add(tf.mul(velocity, momentum), gradient);
    const value = tf.sub(place.value, tf.mul(step, place.learningRate));
    return { value, slots: velocity === undefined ? [] : [step] };
  },
});

/** The rule of some options; differences of kind end here. */
export const optimiserRule = (options: OptimiserOptions): Rule =>
  options.kind === 'sgd' ? sgd(options) : adam(options);
