import * as tf from '@tensorflow/tfjs';
import { biased } from '../kernels/biased.ts';
import { conv2d as convolve, type Pair } from '../kernels/conv2d.ts';
import { hasPixels, pixels } from '../kernels/pixels.ts';
import type { Layer } from '../network.ts';
import type { Initial, Parameter } from '../parameter.ts';

export interface ConvOptions {
  /** Channels in and out. */
  readonly from: number;
  readonly to: number;
  /** Rows, columns. */
  readonly kernel: Pair;
  readonly stride?: Pair;
  /** Zeros on either side; none if left out. */
  readonly padding?: Pair;
  readonly bias?: boolean;
  /** Of the weight; PyTorch's default (uniform within 1/√fan-in) if left out. */
  readonly initial?: Initial;
}

/** PyTorch's default for convolutions and linear layers. */
export const fanIn = (inputs: number): Initial => ({ kind: 'uniform', bound: 1 / Math.sqrt(inputs) });

/** He et al. 2015, mode fan-out, gain of ReLU: torchvision's choice for residual networks. */
export const heNormal = (outputs: number): Initial => ({ kind: 'normal', deviation: Math.sqrt(2 / outputs) });

const layer = (at: string, options: ConvOptions, shape: readonly number[]): Layer => {
  const { from, to, kernel, stride = [1, 1], padding = [0, 0], bias = false } = options;
  const standard = fanIn(from * kernel[0] * kernel[1]);
  const weight: Parameter = { name: `${at}.weight`, shape, trained: true, initial: options.initial ?? standard };
  const shift: Parameter = { name: `${at}.bias`, shape: [to], trained: true, initial: standard };
  const ofPixels = [...kernel, ...stride].every((size) => size === 1) && padding.every((zeros) => zeros === 0);
  const convolved = (x: tf.Tensor4D, stored: tf.Tensor): tf.Tensor4D => {
    const filter = tf.transpose(stored.reshape([to, from, ...kernel]), [2, 3, 1, 0]) as tf.Tensor4D;
    return convolve(x, filter, { stride, padding });
  };
  return {
    parameters: bias ? [weight, shift] : [weight],
    apply: (x, pass) => {
      const stored = pass.parameter(weight.name);
      const y = ofPixels && hasPixels() ? pixels(x, stored) : convolved(x, stored);
      const z = bias ? biased(y, pass.parameter(shift.name)) : y;
      pass.see(at, z);
      return z;
    },
  };
};

/** Cross-correlation over `[batch, rows, columns, channels]`. Parameters `at.weight` `[to, from, rows, columns]`, `at.bias`. */
export const conv2d = (at: string, options: ConvOptions): Layer =>
  layer(at, options, [options.to, options.from, ...options.kernel]);

export interface NodeConvOptions {
  readonly from: number;
  readonly to: number;
  /** Nodes; 1 if left out. */
  readonly kernel?: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly bias?: boolean;
}

/**
 * Cross-correlation along a list of nodes, held as an image of one row: `[batch, 1, nodes, channels]`.
 * Parameters `at.weight` `[to, from, kernel]`, `at.bias`.
 */
export const conv1d = (at: string, options: NodeConvOptions): Layer => {
  const { from, to, kernel = 1, stride = 1, padding = 0, bias = true } = options;
  const geometry = { kernel: [1, kernel], stride: [1, stride], padding: [0, padding] } as const;
  return layer(at, { from, to, bias, ...geometry }, [to, from, kernel]);
};

/** A linear layer applied to every node of `[batch, 1, nodes, channels]`. Parameters `at.weight` `[to, from]`, `at.bias`. */
export const nodeLinear = (at: string, { from, to }: { readonly from: number; readonly to: number }): Layer =>
  layer(at, { from, to, bias: true, kernel: [1, 1] }, [to, from]);
