import { SidError, type TrainableNetwork } from '@sid/core';
import type { Network } from '../network.ts';

const runs = (definition: TrainableNetwork): definition is Network =>
  'forward' in definition &&
  typeof definition.forward === 'function' &&
  definition.parameters.every((parameter) => 'initial' in parameter);

/**
 * The network that a component says it can be trained by: the core knows only its shapes.
 *
 * @throws SidError SID_METHOD_UNFIT where it is none of this package's
 */
export const asNetwork = (definition: TrainableNetwork): Network => {
  if (runs(definition)) return definition;
  throw new SidError(
    'SID_METHOD_UNFIT',
    `The network ${definition.name} cannot be trained: it has no \`forward\`, or parameters without \`initial\`.`,
    { suggestions: ['A component that can be trained returns a `Network` of @sid/nn from `network`.'] },
  );
};
