import { definePlugin } from '@sid/core';

export default definePlugin({ name: '@sid/plugin-pairings', api: 1, components: [] });
