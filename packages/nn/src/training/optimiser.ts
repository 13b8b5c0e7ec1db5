import * as tf from '@tensorflow/tfjs';

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

const mixed = (old: tf.Tensor, fresh: tf.Tensor, beta: number): tf.Tensor =>
  tf.add(tf.mul(old, beta), tf.mul(fresh, 1 - beta));

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
      const first = mixed(slots[0] as tf.Tensor, gradient, betas[0]);
      const second = mixed(slots[1] as tf.Tensor, tf.square(gradient), betas[1]);
      const root = tf.add(tf.mul(tf.sqrt(second), 1 / Math.sqrt(1 - betas[1] ** count)), epsilon);
      const step = tf.mul(tf.div(first, root), learningRate / (1 - betas[0] ** count));
      const shrinks = kind === 'adamw' && decays && isMatrix(value);
      const start = shrinks ? tf.mul(value, 1 - learningRate * weightDecay) : value;
      return { value: tf.sub(start, step), slots: [first, second] };
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
