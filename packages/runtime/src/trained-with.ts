import { canonicalJson, type FeatureSpec, type Frontend, type Logger, SidError } from '@sid/core';
import type { Part } from './method.ts';
import { givenOptions, parseOptions, useSchema } from './options.ts';
import type { Registry } from './registry.ts';
import type { Wiring } from './wiring.ts';

const isNear = (a: number | undefined, b: number | undefined): boolean =>
  a === b || Math.abs((a ?? 0) - (b ?? 0)) <= 1e-3 * Math.max(a ?? 0, b ?? 0);

/** The options that differ, as text. */
const differences = (trained: unknown, given: unknown): string => {
  const [a, b] = [trained, given] as Readonly<Record<string, unknown>>[];
  return Object.keys({ ...a, ...b })
    .filter((key) => canonicalJson(a?.[key] ?? null) !== canonicalJson(b?.[key] ?? null))
    .map((key) => `${key}: ${JSON.stringify(a?.[key])}, not ${JSON.stringify(b?.[key])}`)
    .join('; ');
};

/**
 * Weights are worth what their card says with the frontend they were trained with. Another picture is refused; options
 * that leave rate and size of the picture alone are only told. A card that names a frontend which no plugin brings says
 * nothing.
 *
 * @param trainedWith - as a configuration names a frontend
 * @throws SidError SID_METHOD_UNFIT
 */
export const checkTrainedWith = async (
  trainedWith: unknown,
  { registered, options }: Part<'frontend'>,
  { spec }: Frontend,
  { registry, wiring, logger }: { readonly registry: Registry; readonly wiring: Wiring; readonly logger: Logger },
): Promise<void> => {
  const use = useSchema.safeParse(trainedWith);
  if (!use.success) return;
  const trained = registry.all.find(({ component: { kind, name } }) => kind === 'frontend' && name === use.data.use);
  if (trained === undefined) return;
  const { component } = registry.find('frontend', use.data.use);
  const where = 'the frontend in the card of the weights';
  const theirs = parseOptions(component, givenOptions(component, use.data, where), where);
  const wanted = (await wiring.create(component, theirs)).spec;
  const said = ({ bins, sampleRate, framesPerSecond }: FeatureSpec): string =>
    `${bins} bins at ${sampleRate} Hz and ${Number(framesPerSecond.toFixed(3))} frames per second`;
  const keys = ['bins', 'sampleRate', 'framesPerSecond', 'binsPerOctave'] as const;
  if (!keys.every((key) => isNear(wanted[key], spec[key]))) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      `The weights of the encoder were trained with the frontend ${use.data.use} (${said(wanted)}), and this one, ${registered.component.name}, gives ${said(spec)}. Set frontend to ${JSON.stringify(trainedWith)}.`,
    );
  }
  const other = component === registered.component ? differences(theirs, options) : 'another frontend altogether';
  if (other !== '') {
    logger.warn(`The weights of the encoder were trained with other settings of the frontend: ${other}.`);
  }
};
