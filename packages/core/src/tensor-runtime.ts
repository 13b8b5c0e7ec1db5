/**
 * The TensorFlow.js engine with one of its backends current: the `runtime` of a backend that fills `tokens.tfjs`.
 * Networks compute through the umbrella package `@tensorflow/tfjs`, whose engine is one per process, so nothing has to
 * be passed on.
 */
export interface TensorRuntime {
  /** The name that tfjs has for the backend, e.g. `tensorflow` for libtensorflow. */
  readonly backend: string;
  /** Makes it the current one again, where something else has taken its place since. */
  activate(): Promise<void>;
  /** What is alive on the engine: a step that leaves more than it found leaks. */
  memory(): { readonly numTensors: number; readonly numBytes: number };
}
