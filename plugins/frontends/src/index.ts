import { definePlugin } from '@sid/core';
import { cqt } from './cqt.ts';
import { mel } from './mel.ts';
import { vqt } from './vqt.ts';

export { cqt } from './cqt.ts';
export { mel } from './mel.ts';
export { vqt } from './vqt.ts';

export default definePlugin({ name: '@sid/plugin-frontends', api: 1, components: [vqt, cqt, mel] });
