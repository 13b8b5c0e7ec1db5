import { definePlugin } from '@sid/core';

export default definePlugin({ name: '@sid/plugin-losses', api: 1, components: [] });
