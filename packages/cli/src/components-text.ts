import type { ComponentListing } from '@sid/runtime';
import type { Paint } from './style.ts';
import { wrap } from './wrap.ts';

/** Components under the plugin that brings them, with options and presets, in `width` columns. */
export const componentsText = (components: readonly ComponentListing[], width: number, paint: Paint): string =>
  [...Map.groupBy(components, (component) => component.plugin)]
    .map(([plugin, own]) =>
      [
        `${paint('bold', plugin)} ${paint('dim', own[0]?.from.replace(/^file:\/\//, '') ?? '')}`,
        ...own.map((one) => componentText(one, width, paint)),
      ].join('\n'),
    )
    .join('\n\n');

const componentText = (component: ComponentListing, width: number, paint: Paint): string => {
  const { kind, name, summary, revision, options, presets } = component;
  const presetNames = Object.keys(presets);
  return [
    wrap(`  ${kind} ${paint('bold', name)} (revision ${revision}): ${summary}`, width, '    '),
    ...optionLines(options, width),
    ...(presetNames.length === 0 ? [] : [wrap(`      presets: ${presetNames.join(', ')}`, width, '        ')]),
  ].join('\n');
};

/** Reads the parts of a JSON schema that help to write a configuration. */
const optionLines = (schema: unknown, width: number): readonly string[] => {
  const properties = Object.entries(record(record(schema).properties));
  const widest = Math.max(0, ...properties.map(([name]) => name.length));
  return properties.map(([name, property]) => {
    const { description, default: fallback } = record(property);
    const words = [
      typeName(record(property)),
      ...(fallback === undefined ? [] : [`= ${JSON.stringify(fallback)}`]),
      ...(typeof description === 'string' ? [description] : []),
    ];
    return wrap(`      ${name.padEnd(widest)}  ${words.join('  ')}`, width, ' '.repeat(widest + 8));
  });
};

const typeName = ({ type, enum: values, const: value, anyOf }: Readonly<Record<string, unknown>>): string => {
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(values)) return values.map((one) => JSON.stringify(one)).join(' | ');
  if (Array.isArray(anyOf)) return anyOf.map((one) => typeName(record(one))).join(' | ');
  return typeof type === 'string' ? type : 'any';
};

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
