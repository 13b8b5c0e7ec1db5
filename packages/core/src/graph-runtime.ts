/** A dense float32 tensor outside any library, row-major. */
export interface FloatTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A network that is ready to run. */
export interface GraphSession extends AsyncDisposable {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Readonly<Record<string, FloatTensor>>): Promise<Readonly<Record<string, FloatTensor>>>;
}

/** What runs ONNX graphs: the `runtime` of a backend that fills `tokens.onnx`. */
export interface GraphRuntime {
  /** @param model - the bytes of an ONNX file */
  open(model: Uint8Array): Promise<GraphSession>;
}
