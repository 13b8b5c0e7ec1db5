import { definePlugin } from '@sid/core';
import { sample100 } from './sample100/component.ts';
import { samplepairs } from './samplepairs/component.ts';

export default definePlugin({ name: '@sid/plugin-datasets', api: 1, components: [sample100, samplepairs] });
