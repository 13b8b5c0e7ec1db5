import type { Component } from '@sid/core';
import { checkTensorBackend } from '@sid/testkit/tensor-backend';
import plugin from './index.ts';

const isBackend = (component: Component): component is Component<'backend'> => component.kind === 'backend';

for (const component of plugin.components.filter(isBackend)) checkTensorBackend(component);
