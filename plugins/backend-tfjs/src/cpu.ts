import { defineBackend, tokens } from '@sid/core';
import * as z from 'zod';
import { openEngine } from './engine.ts';

/** Plain JavaScript: the last resort, and the reference that others are compared with. */
export const tfjsCpu = defineBackend({
  name: 'tfjs-cpu',
  summary: 'Trains in plain JavaScript: right, and too slow for more than a test.',
  revision: 1,
  options: z.strictObject({}),
  provides: tokens.tfjs,
  probe: async () => ({ ok: true, device: 'CPU, JavaScript, 1 thread' }),
  share: (options) => options,
  create: () => openEngine({ name: 'tfjs-cpu', device: 'CPU, JavaScript, 1 thread' }, 'cpu'),
});
