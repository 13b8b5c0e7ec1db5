import * as tf from '@tensorflow/tfjs';
import { hasKernel, runKernel } from '../kernels/kernel.ts';
import { mixed } from '../kernels/mixed.ts';
import { type StandardisedPart, standardise } from '../kernels/standardise.ts';
import type { Layer } from '../network.ts';
import type { Parameter } from '../parameter.ts';
import type { Pass } from '../pass.ts';

const epsilon = 1e-5;
const momentum = 0.1;

const constant = (name: string, size: number, value: number, trained: boolean): Parameter => ({
  name,
  shape: [size],
  trained,
  initial: { kind: 'constant', value },
});

const affine = (at: string, channels: number): readonly Parameter[] => [
  constant(`${at}.weight`, channels, 1, true),
  constant(`${at}.bias`, channels, 0, true),
];

/** Running statistics follow the batch with momentum 0.1 and the unbiased variance, as in PyTorch. */
const follow = (at: string, pass: Pass, mean: tf.Tensor, variance: tf.Tensor): void => {
  for (const [name, value] of [
    [`${at}.running_mean`, mean],
    [`${at}.running_var`, variance],
  ] as const)
    tf.tidy(() => pass.update(name, mixed(pass.parameter(name), value, momentum)));
};

const scaled = (at: string, pass: Pass): Pick<StandardisedPart, 'gain' | 'bias'> => ({
  gain: pass.parameter(`${at}.weight`),
  bias: pass.parameter(`${at}.bias`),
});

const ofBatch = (at: string, pass: Pass): StandardisedPart => ({
  ...scaled(at, pass),
  over: 'batch',
  see: (mean, variance) => follow(at, pass, mean, variance),
});

const ofItem = (at: string, pass: Pass): StandardisedPart => ({ ...scaled(at, pass), over: 'item' });

/**
 * Batch normalisation over the last axis (Ioffe, Szegedy 2015): statistics of the batch in training, running ones
 * otherwise. Parameters `at.weight`, `at.bias`, `at.running_mean`, `at.running_var`, each `[channels]`.
 */
export const batchNorm = <T extends tf.Tensor = tf.Tensor4D>(at: string, channels: number): Layer<T> => ({
  parameters: [
    ...affine(at, channels),
    constant(`${at}.running_mean`, channels, 0, false),
    constant(`${at}.running_var`, channels, 1, false),
  ],
  apply: (x, pass) => {
    const image = (x.rank === 4 ? x : x.reshape([-1, 1, 1, channels])) as tf.Tensor4D;
    const running = (): tf.Tensor4D => {
      const [gain, bias, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((name) =>
        pass.parameter(`${at}.${name}`),
      ) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
      return tf.batchNorm4d(image, mean, variance, bias, gain, epsilon);
    };
    const y = pass.training ? standardise(image, [ofBatch(at, pass)], epsilon) : running();
    const z = (x.rank === 4 ? y : y.reshape(x.shape)) as T;
    pass.see(at, z);
    return z;
  },
});

/**
 * Instance normalisation with gain and bias (Ulyanov et al. 2016): always the statistics of the item at hand, so the
 * length of a window changes the result. Parameters `at.weight`, `at.bias`, each `[channels]`.
 */
export const instanceNorm = (at: string, channels: number): Layer => ({
  parameters: affine(at, channels),
  apply: (x, pass) => {
    const part = ofItem(at, pass);
    const y = hasKernel('SidInstanceNorm')
      ? (runKernel('SidInstanceNorm', { x, scale: part.gain, bias: part.bias }, { epsilon }) as tf.Tensor4D)
      : standardise(x, [part], epsilon);
    pass.see(at, y);
    return y;
  },
});

/**
 * Instance and batch normalisation side by side (Pan et al. 2018, IBN-a): one half of the channels each.
 * Parameters `at.instance.*` and `at.batch.*`.
 *
 * @param first - which of them has the lower half of the channels: published networks differ
 */
export const instanceBatchNorm = (at: string, channels: number, first: 'instance' | 'batch'): Layer => {
  const low = Math.floor(channels / 2);
  const sizes = { instance: first === 'instance' ? low : channels - low };
  const instance = instanceNorm(`${at}.instance`, sizes.instance);
  const batch = batchNorm(`${at}.batch`, channels - sizes.instance);
  const halves = first === 'instance' ? [instance, batch] : [batch, instance];
  const together = (x: tf.Tensor4D, pass: Pass): tf.Tensor4D => {
    const [item, whole] = [ofItem(`${at}.instance`, pass), ofBatch(`${at}.batch`, pass)];
    return standardise(x, first === 'instance' ? [item, whole] : [whole, item], epsilon);
  };
  const apart = (x: tf.Tensor4D, pass: Pass): tf.Tensor4D => {
    const parts = tf.split(x, [low, channels - low], 3);
    return tf.concat4d(
      halves.map((half, i) => half.apply(parts[i] as tf.Tensor4D, pass)),
      3,
    );
  };
  return {
    parameters: halves.flatMap(({ parameters }) => parameters),
    apply: (x, pass) => {
      const y = pass.training ? together(x, pass) : apart(x, pass);
      pass.see(at, y);
      return y;
    },
  };
};
