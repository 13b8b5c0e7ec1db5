import type { FeatureSpec } from './frontend.ts';
import type { Matrix } from './matrix.ts';
import type { TensorLayout } from './weights.ts';

/** Maps feature windows to unit vectors. Knows nothing of training. */
export interface Encoder extends AsyncDisposable {
  readonly dims: number;
  /** Frames of the windows it wants. */
  readonly windowFrames: number;
  /** How far apart the windows of a track are, in frames, where a method does not say. */
  readonly hopFrames: number;
  /** True where its weights were never trained: figures from it are marked as such. */
  readonly untrained: boolean;
  /** What the vectors depend on besides the windows: the digest of the weights, the numeric class. For cache keys. */
  readonly identity: unknown;
  /** The frontend its weights were trained with, as a configuration names it; absent where nobody says. */
  readonly trainedWith?: unknown;
  /** True, or a sentence that says why these features do not fit. */
  accepts(spec: FeatureSpec): true | string;
  /** The network with its weights as an ONNX model, for other programs; absent where there is none to give. */
  exportOnnx?(): Promise<Uint8Array>;
  /** Gets ready for the first batch while its recording is still being listened to; not needed before `encode`. */
  prepare?(): Promise<void>;
  /** One unit row per window of the batch. The windows' memory is the caller's again when it is done. */
  encode(batch: readonly Matrix[]): Promise<Matrix>;
  /** What a re-ranker can compare besides the vectors; absent where the network has nothing of the kind. */
  readonly nodes?: NodeOutput;
}

/** A second, larger output of an encoder: for every window a matrix of features × nodes. */
export interface NodeOutput {
  readonly shape: readonly [features: number, nodes: number];
  /** The vectors of `encode`, and one row of features × nodes numbers per window. */
  encode(batch: readonly Matrix[]): Promise<{ readonly vectors: Matrix; readonly nodes: Matrix }>;
}

/** A network as the core knows it: what goes in, what comes out, what is learned. `Network` of `@sid/nn` satisfies it. */
export interface TrainableNetwork {
  readonly name: string;
  /** Shapes without the batch. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly parameters: readonly TensorLayout[];
}
