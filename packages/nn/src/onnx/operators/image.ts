import { SidError } from '@sid/core';
import * as tf from '@tensorflow/tfjs';
import type { Attribute } from '../graph.ts';
import { given, type Operator, type Operators } from './operator.ts';

/** tfjs has channels last, ONNX second; filters are rows, columns, in, out against out, in, rows, columns. */
const channelsSecond = [0, 3, 1, 2] as const;
const filterOrder = [3, 2, 0, 1] as const;

type Pair = [number, number];
type Shape4 = [number, number, number, number];

const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value });

const onlyLast = (dataFormat: unknown): void => {
  if (dataFormat !== undefined && dataFormat !== 'NHWC')
    throw new SidError(
      'SID_EXPORT_UNSUPPORTED',
      `Images must have their channels last (NHWC), not ${String(dataFormat)}.`,
    );
};

const pads = ({ padInfo }: { padInfo: { top: number; left: number; bottom: number; right: number } }): Attribute =>
  ints([padInfo.top, padInfo.left, padInfo.bottom, padInfo.right]);

/** @param depthwise - each channel has filters of its own: `[rows, columns, channels, filters per channel]` */
const conv =
  (depthwise: boolean): Operator =>
  (recording, inputs, { strides, pad, dataFormat, dilations, dimRoundingMode }) => {
    onlyLast(dataFormat);
    const x = given(inputs, 'x');
    const filter = given(inputs, 'filter');
    const info = tf.backend_util.computeConv2DInfo(
      x.shape as Shape4,
      filter.shape as Shape4,
      strides as Pair,
      (dilations as Pair | undefined) ?? 1,
      pad as 'same',
      dimRoundingMode as 'floor' | undefined,
      depthwise,
    );
    const [rows = 1, columns = 1, channels = 1, each = 1] = filter.shape;
    const weight = depthwise
      ? recording.reshaped(recording.arranged(filter, [2, 3, 0, 1]), [channels * each, 1, rows, columns])
      : recording.arranged(filter, filterOrder);
    const name = recording.node('Conv', [recording.arranged(x, channelsSecond), weight], {
      kernel_shape: ints([info.filterHeight, info.filterWidth]),
      strides: ints([info.strideHeight, info.strideWidth]),
      dilations: ints([info.dilationHeight, info.dilationWidth]),
      pads: pads(info),
      group: { kind: 'int', value: depthwise ? channels : 1 },
    });
    return recording.output(name, info.outShape, x.dtype, channelsSecond);
  };

const pool =
  (op: 'MaxPool' | 'AveragePool'): Operator =>
  (recording, inputs, { filterSize, strides, pad, dimRoundingMode }) => {
    const x = given(inputs, 'x');
    const info = tf.backend_util.computePool2DInfo(
      x.shape as Shape4,
      filterSize as Pair,
      strides as Pair,
      1,
      pad as 'same',
      dimRoundingMode as 'floor' | undefined,
    );
    const name = recording.node(op, [recording.arranged(x, channelsSecond)], {
      kernel_shape: ints([info.filterHeight, info.filterWidth]),
      strides: ints([info.strideHeight, info.strideWidth]),
      pads: pads(info),
    });
    return recording.output(name, info.outShape, x.dtype, channelsSecond);
  };

const batchNorm: Operator = (recording, inputs, { varianceEpsilon }) => {
  const x = given(inputs, 'x');
  const channels = x.shape[3] ?? 1;
  const vector = (name: string, otherwise: number): string => {
    const info = inputs[name];
    return info === undefined || info === null
      ? recording.initialiser(new Float32Array(channels).fill(otherwise), [channels], 'float32')
      : recording.reshaped(recording.plain(info), [channels]);
  };
  const name = recording.node(
    'BatchNormalization',
    [
      recording.arranged(x, channelsSecond),
      vector('scale', 1),
      vector('offset', 0),
      vector('mean', 0),
      vector('variance', 1),
    ],
    { epsilon: { kind: 'float', value: Number(varianceEpsilon) } },
  );
  return recording.output(name, x.shape, x.dtype, channelsSecond);
};

/** Ours: see `instanceNorm`. */
const instanceNorm: Operator = (recording, inputs, { epsilon }) => {
  const x = given(inputs, 'x');
  const names = [
    recording.arranged(x, channelsSecond),
    recording.plain(given(inputs, 'scale')),
    recording.plain(given(inputs, 'bias')),
  ];
  const name = recording.node('InstanceNormalization', names, { epsilon: { kind: 'float', value: Number(epsilon) } });
  return recording.output(name, x.shape, x.dtype, channelsSecond);
};

export const images: Operators = {
  Conv2D: conv(false),
  SidConv2D: conv(false),
  DepthwiseConv2dNative: conv(true),
  MaxPool: pool('MaxPool'),
  AvgPool: pool('AveragePool'),
  FusedBatchNorm: batchNorm,
  SidInstanceNorm: instanceNorm,
};
