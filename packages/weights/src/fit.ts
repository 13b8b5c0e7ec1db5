import { SidError, type TensorLayout, type WeightsLayout } from '@sid/core';
import type { TensorFile } from './tensor-file.ts';

/** Which tensor of a file is which tensor of a network. */
export interface Fit {
  /** Name in the network → name in the file, for every tensor of the network. */
  readonly sources: ReadonlyMap<string, string>;
  /** Tensors of the file that are not needed. */
  readonly left: readonly string[];
}

/** Wrappers that put a word before every name. */
const wrappers = ['module.', 'model.', '_orig_mod.', '_forward_module.', 'net.'];

const unwrapped = (name: string): readonly string[] => {
  const wrapper = wrappers.find((prefix) => name.startsWith(prefix));
  return wrapper === undefined ? [name] : [name, ...unwrapped(name.slice(wrapper.length))];
};

const significant = (shape: readonly number[]): string => shape.filter((n) => n !== 1).join(' × ') || '1';

const list = (names: readonly string[]): string =>
  `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;

/**
 * Matches the tensors of a file with those of a network, by the network's own names or those of published checkpoints.
 * Axes of length 1 may come or go.
 *
 * @param ignore - beginnings of names that are not needed
 * @throws SidError SID_WEIGHTS_INVALID where a tensor is missing, unknown, there twice, or of another shape
 */
export const fitTensors = (
  name: string,
  file: TensorFile,
  { tensors, published }: WeightsLayout,
  ignore: readonly string[] = [],
): Fit => {
  const fail = (why: string, suggestions: readonly string[] = []): never => {
    throw new SidError('SID_WEIGHTS_INVALID', `"${name}" does not fit: ${why}`, { suggestions });
  };
  const own = new Map(tensors.map((tensor): [string, TensorLayout] => [tensor.name, tensor]));
  const nameOf = (given: string): string | null | undefined => {
    for (const candidate of unwrapped(given)) {
      const known = own.has(candidate) ? candidate : published?.(candidate);
      if (known === null || (known !== undefined && own.has(known))) return known;
    }
    return undefined;
  };
  const sources = new Map<string, string>();
  const left: string[] = [];
  const unknown: string[] = [];
  for (const given of file.tensors.keys()) {
    const target = nameOf(given);
    if (target === null || ignore.some((prefix) => given.startsWith(prefix))) left.push(given);
    else if (target === undefined) unknown.push(given);
    else if (sources.has(target)) fail(`"${sources.get(target)}" and "${given}" are both ${target}.`);
    else sources.set(target, given);
  }
  const missing = tensors.filter((tensor) => !sources.has(tensor.name)).map((tensor) => tensor.name);
  if (missing.length > 0) {
    fail(
      `it lacks ${missing.length} of ${tensors.length} tensors: ${list(missing)}.${unknown.length === 0 ? '' : ` It has ${unknown.length} that are not known: ${list(unknown)}.`}`,
      ['Is it of this architecture and preset?'],
    );
  }
  if (unknown.length > 0) {
    fail(`it has ${unknown.length} tensors that the network does not: ${list(unknown)}.`, [
      'Is the preset the right one? What is not needed can be left out with --ignore and the beginning of its name.',
    ]);
  }
  for (const [target, source] of sources) {
    const expected = own.get(target)?.shape ?? [];
    const actual = file.tensors.get(source)?.shape ?? [];
    if (significant(expected) !== significant(actual)) {
      fail(`tensor "${source}" has the shape [${actual.join(', ')}]; ${target} has [${expected.join(', ')}].`);
    }
  }
  return { sources, left };
};
