import { SidError } from '@sid/core';
import * as z from 'zod';
import { type Config, methodSchema } from './config.ts';

/** A value on an axis of a sweep. */
export type Parameter = string | number | boolean;

/** A method of a configuration with one value of every axis that applies to it. */
export interface Variant {
  readonly name: string;
  readonly config: Config['methods'][string];
  readonly parameters: Readonly<Record<string, Parameter>>;
}

const assign = (target: unknown, path: readonly string[], value: Parameter): unknown => {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  const object = typeof target === 'object' && target !== null ? (target as Readonly<Record<string, unknown>>) : {};
  return { ...object, [head]: assign(object[head], rest, value) };
};

const nameOf = (name: string, parameters: Readonly<Record<string, Parameter>>): string => {
  const values = Object.entries(parameters).map(
    ([axis, value]) => `${axis}=${String(value).replace(/[^\w.+-]/g, '_')}`,
  );
  return values.length === 0 ? name : `${name}[${values.join(',')}]`;
};

/** Every method for every combination of the values of the axes that apply to it. */
export const variantsOf = ({ methods, matrix }: Pick<Config, 'methods' | 'matrix'>): readonly Variant[] =>
  Object.entries(methods).flatMap(([name, config]) => {
    const axes = Object.entries(matrix).filter(([, axis]) => axis.methods === undefined || axis.methods.includes(name));
    let variants: readonly { config: unknown; parameters: Readonly<Record<string, Parameter>> }[] = [
      { config, parameters: {} },
    ];
    for (const [axis, { at, values }] of axes) {
      variants = variants.flatMap((variant) =>
        values.map((value) => ({
          config: assign(variant.config, at.split('.'), value),
          parameters: { ...variant.parameters, [axis]: value },
        })),
      );
    }
    return variants.map(({ config: given, parameters }) => {
      const parsed = methodSchema.safeParse(given);
      if (parsed.success) return { name: nameOf(name, parameters), config: parsed.data, parameters };
      throw new SidError(
        'SID_CONFIG_INVALID',
        `The matrix makes of methods.${name}, with ${JSON.stringify(parameters)}, what is no method:\n${z.prettifyError(parsed.error)}`,
      );
    });
  });
