import { type Kind, SidError } from '@sid/core';
import type { Config } from './config.ts';
import type { Calibration } from './fused-matches.ts';
import { givenOptions, parseOptions, type Use } from './options.ts';
import type { Registered, Registry } from './registry.ts';
import { type Parameter, type Variant, variantsOf } from './variant.ts';

/** A component of a method, its options checked. */
export interface Part<K extends Kind> {
  readonly registered: Registered<K>;
  /** As given, before defaults: what a thread parses again. */
  readonly given: unknown;
  /** After defaults. */
  readonly options: unknown;
}

/** One of the methods that a fusion asks. */
export interface MemberMethod {
  readonly method: Method;
  readonly calibration: Calibration;
}

/** A whole retriever, the parts of an embedding retriever, or several methods whose answers are fused. */
type Parts =
  | { readonly retriever: Part<'retriever'> }
  | { readonly members: readonly MemberMethod[] }
  | {
      readonly frontend: Part<'frontend'>;
      readonly encoder: Part<'encoder'>;
      readonly indexer: Part<'indexer'>;
      readonly matcher: Part<'matcher'>;
      readonly reranker?: Part<'reranker'>;
    };

/** A method ready to be opened. */
export interface Method {
  readonly name: string;
  readonly parts: Parts;
  /** As in the configuration. */
  readonly config: Config['methods'][string];
  readonly noise?: number;
  readonly parameters?: Readonly<Record<string, Parameter>>;
}

const resolve = (registry: Registry, { name, config, parameters }: Variant): Method => {
  const where = `methods.${name}`;
  const part = <K extends Kind>(kind: K, use: Use): Part<K> => {
    const registered = registry.find(kind, use.use);
    const given = givenOptions(registered.component, use, `${where}.${kind}`);
    return { registered, given, options: parseOptions(registered.component, given, `${where}.${kind}`) };
  };
  const { retriever, frontend, encoder, indexer, matcher, reranker, noise, fuse } = config;
  const parts = (): Parts => {
    if (fuse !== undefined) {
      const members = fuse.map(({ method, even, slope }, i): MemberMethod => {
        if (typeof method === 'string') {
          throw new SidError('SID_CONFIG_INVALID', `${where}.fuse names "${method}" where a method has to stand.`);
        }
        const member = { name: `${name}.fuse.${i}`, config: method, parameters: {} };
        return { method: resolve(registry, member), calibration: { even, slope } };
      });
      return { members };
    }
    if (retriever !== undefined) return { retriever: part('retriever', retriever) };
    if (frontend === undefined || encoder === undefined) {
      throw new SidError('SID_CONFIG_INVALID', `${where} needs either a retriever, or a frontend and an encoder.`);
    }
    return {
      frontend: part('frontend', frontend),
      encoder: part('encoder', encoder),
      indexer: part('indexer', indexer ?? { use: 'flat' }),
      matcher: part('matcher', matcher ?? { use: 'alignment' }),
      ...(reranker === undefined ? {} : { reranker: part('reranker', reranker) }),
    };
  };
  return {
    name,
    parts: parts(),
    config,
    ...(noise === undefined ? {} : { noise }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
};

/** The methods of a configuration. @throws SidError for an unknown component or wrong options, before anything runs */
export const resolveMethods = (config: Config, registry: Registry): readonly Method[] =>
  variantsOf(config).map((variant) => resolve(registry, variant));
