import { definePlugin } from '@sid/core';
import { tfjsCpu } from './cpu.ts';
import { tfjsNode, tfjsNodeGpu } from './node.ts';
import { tfjsWasm } from './wasm.ts';
import { tfjsWebgpu } from './webgpu.ts';

export { tfjsCpu } from './cpu.ts';
export { tfjsNode, tfjsNodeGpu } from './node.ts';
export { tfjsWasm } from './wasm.ts';
export { tfjsWebgpu } from './webgpu.ts';

/** The fastest first: what trains for hours should not wait for a configuration to say so. */
export default definePlugin({
  name: '@sid/plugin-backend-tfjs',
  api: 1,
  components: [tfjsNodeGpu, tfjsNode, tfjsWebgpu, tfjsWasm, tfjsCpu],
});
