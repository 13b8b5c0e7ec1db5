import { isRef, type PickleValue, type TensorRef } from './pickle-value.ts';

/** Tensors by name. */
export type StateDict = ReadonlyMap<string, TensorRef>;

const tensorsIn = (value: PickleValue): StateDict =>
  new Map(
    value instanceof Map
      ? [...value].filter(
          (entry): entry is [string, TensorRef] => typeof entry[0] === 'string' && isRef(entry[1], 'tensor'),
        )
      : [],
  );

/**
 * The state dictionary of a checkpoint: of all mappings in it, the one with the most tensors by name, outermost first.
 * Training scripts put it under `state_dict` or `model`, beside the state of the optimiser, whose keys are numbers.
 */
export const findStateDict = (root: PickleValue): StateDict => {
  let best = tensorsIn(root);
  const seen = new Set<PickleValue>([root]);
  let level: readonly PickleValue[] = [root];
  while (level.length > 0) {
    const below = level.flatMap((value) => (value instanceof Map ? [...value.values()] : []));
    level = below.filter((value) => value instanceof Map && !seen.has(value));
    for (const value of level) {
      seen.add(value);
      const tensors = tensorsIn(value);
      if (tensors.size > best.size) best = tensors;
    }
  }
  return best;
};
