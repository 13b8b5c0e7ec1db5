import { definePlugin } from '@sid/core';
import { stems } from './songs/stems.ts';

export default definePlugin({ name: '@sid/plugin-pairings', api: 1, components: [stems] });
