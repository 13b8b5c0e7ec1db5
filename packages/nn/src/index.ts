export * from './encoder.ts';
export { constantOf } from './kernels/constant.ts';
export type { NeighbourOptions, NeighbourOrder } from './kernels/nearest.ts';
export * from './layers/activation.ts';
export * from './layers/attention.ts';
export * from './layers/conv.ts';
export { dropout, dropPath } from './layers/drop.ts';
export * from './layers/graph.ts';
export * from './layers/linear.ts';
export * from './layers/norm.ts';
export * from './layers/pool.ts';
export * from './network.ts';
export { openNetwork } from './network-session.ts';
export { defineOperator } from './onnx/backend.ts';
export { exportOnnx } from './onnx/export.ts';
export type { Operator } from './onnx/operators/operator.ts';
export type { Recording } from './onnx/recording.ts';
export * from './parameter.ts';
export * from './pass.ts';
export { createTrainer, type TrainerOptions } from './training/encoder-trainer.ts';
export type { OptimiserOptions } from './training/optimiser.ts';
export {
  createPairTrainer,
  type PairReport,
  type PairTrainer,
  type PairTrainerOptions,
} from './training/pair-trainer.ts';
export {
  createReplicaHost,
  type PartResult,
  type PartsTask,
  type Replica,
  type ReplicaHost,
} from './training/replica.ts';
export * from './training/schedule.ts';
export type { TrainingState } from './training/store.ts';
export { asNetwork } from './training/trainable.ts';
export type { StepReport, Trainer } from './training/trainer.ts';
export * from './variables.ts';
