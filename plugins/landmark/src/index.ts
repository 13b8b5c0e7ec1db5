import { definePlugin } from '@sid/core';
import { landmarkInvariant } from './invariant.ts';
import { landmark } from './landmark.ts';

export { landmarkInvariant } from './invariant.ts';
export { landmark } from './landmark.ts';

export default definePlugin({ name: '@sid/plugin-landmark', api: 1, components: [landmark, landmarkInvariant] });
