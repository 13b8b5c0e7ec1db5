import { definePlugin } from '@sid/core';
import { onnxCpu } from './cpu.ts';
import { onnxCuda } from './cuda.ts';
import { onnx } from './encoder/onnx.ts';
import { onnxWebgpu } from './webgpu.ts';

export { onnxCpu } from './cpu.ts';
export { onnxCuda } from './cuda.ts';
export { onnx } from './encoder/onnx.ts';
export { onnxWebgpu } from './webgpu.ts';

/** The processor comes first: graphics processors are taken where `backend.prefer` asks for them. */
export default definePlugin({
  name: '@sid/plugin-backend-onnx',
  api: 1,
  components: [onnx, onnxCpu, onnxWebgpu, onnxCuda],
});
