import { modelBytes, node, port } from './onnx-bytes.ts';

/** An ONNX file of a few dozen bytes, y = x + x: enough to see whether a provider computes. */
export const tinyModel = (): Uint8Array =>
  modelBytes({ nodes: [node('Add', ['x', 'x'], ['y'])], inputs: [port('x', ['n'])], outputs: [port('y', ['n'])] });
