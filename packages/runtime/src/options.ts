import { type Component, SidError } from '@sid/core';
import * as z from 'zod';

/** How a configuration names a component: by name alone, or with a preset and options. */
export const useSchema = z
  .union([
    z.string(),
    z.strictObject({
      use: z.string().describe('Name of the component.'),
      preset: z.string().optional().describe('A named set of options; those under "with" override it.'),
      with: z.record(z.string(), z.unknown()).optional().describe('Options.'),
    }),
  ])
  .transform((use) => (typeof use === 'string' ? { use } : use));

export type Use = z.output<typeof useSchema>;

/** The options as given: preset, then `with`. Defaults are not yet filled in. */
export const givenOptions = (component: Component, use: Use, where: string): Readonly<Record<string, unknown>> => {
  if (use.preset === undefined) return use.with ?? {};
  const preset = component.presets[use.preset];
  if (preset === undefined) {
    const known = Object.keys(component.presets);
    throw new SidError(
      'SID_OPTIONS_INVALID',
      `${where}: the ${component.kind} "${component.name}" has no preset "${use.preset}". Known: ${known.join(', ') || 'none'}.`,
    );
  }
  return { ...(preset as Readonly<Record<string, unknown>>), ...use.with };
};

/** Options with defaults. @throws SidError SID_OPTIONS_INVALID that names each wrong member */
export const parseOptions = (component: Component, given: unknown, where: string): unknown => {
  const parsed = component.options.safeParse(given);
  if (parsed.success) return parsed.data;
  const schema = component.options as { readonly shape?: Readonly<Record<string, unknown>> };
  const known = schema.shape === undefined ? '' : `\nKnown options: ${Object.keys(schema.shape).join(', ')}.`;
  throw new SidError(
    'SID_OPTIONS_INVALID',
    `${where}: the options of the ${component.kind} "${component.name}" do not fit:\n${z.prettifyError(parsed.error)}${known}`,
  );
};
