import { type Component, type Kind, type Retriever, SidError } from '@sid/core';
import type { UsedComponent } from '@sid/eval';
import { decoderRevision } from './audio/index.ts';
import { defaultWindow } from './config.ts';
import { digestOf } from './digest.ts';
import { createEmbedding } from './embedding.ts';
import type { Calibration } from './fused-matches.ts';
import { createFusion, fusionRevision } from './fusion.ts';
import type { ListenerSettings } from './listener.ts';
import type { MemberMethod, Method, Part } from './method.ts';
import type { Registered, Registry } from './registry.ts';
import type { Survey } from './survey.ts';
import { checkTrainedWith } from './trained-with.ts';
import type { Wiring } from './wiring.ts';
import type { Workspace } from './workspace.ts';

/** A method with its components created: cheap, since weights load when they are first needed. */
export interface OpenMethod {
  readonly method: Method;
  readonly retriever: Retriever;
  /** Gets ready for the first recording while it is still being listened to. */
  readonly prepare?: () => Promise<void>;
  readonly components: readonly UsedComponent[];
  /** What threads listen with. */
  readonly listener: ListenerSettings;
  /** The listening component and its revision, for keys of the cache. */
  readonly listens: Omit<UsedComponent, 'options'>;
  /** The components whose work `refine` is. */
  readonly refines: readonly UsedComponent[];
  /** What computes, and where: `onnx-cpu (CPU, 2 threads)`. */
  readonly backends: readonly string[];
  /** First 12 digits of the digest of everything the rankings depend on. */
  readonly run: string;
  /** The methods of a fusion: each listens for itself, and threads know nothing of the fusion. */
  readonly members?: readonly OpenMethod[];
}

const used = <K extends Kind>({ registered, options }: Part<K>): UsedComponent => ({
  kind: registered.component.kind,
  name: registered.component.name,
  plugin: registered.plugin.plugin.name,
  revision: registered.component.revision,
  options,
});

/**
 * A thread loads the plugin that listens and those that bring what it needs: others, and what they import, would only
 * keep it from starting.
 */
const neededInThreads = ({ plugins }: Registry, { plugin, component }: Registered): ListenerSettings['plugins'] => {
  const needs = Object.values(component.needs);
  const isNeeded = ({ provides }: Component): boolean => provides !== undefined && needs.includes(provides);
  return plugins
    .filter((each) => each === plugin || each.plugin.components.some(isNeeded))
    .flatMap(({ url, specifier }) => (url === undefined ? [] : [{ url, specifier }]));
};

const anonymous = ({ options: _, ...rest }: UsedComponent) => rest;

/** @param wiring - the method's own scope; the caller disposes it */
export const openMethod = async (
  workspace: Workspace,
  wiring: Wiring,
  method: Method,
  surveyed: Survey,
): Promise<OpenMethod> => {
  const { config, registry, baseFolder } = workspace;
  const { parts } = method;
  if ('members' in parts) return openFusion(workspace, wiring, method, parts.members, surveyed);
  const create = <K extends Kind>({ registered, options }: Part<K>) => wiring.create(registered.component, options);
  const listening = 'retriever' in parts ? parts.retriever : parts.frontend;
  const components = Object.values(parts).map(used);
  const window = { ...defaultWindow, ...method.config.window };
  type Opened = Pick<OpenMethod, 'retriever' | 'prepare'>;
  const embedding = async (of: Extract<Method['parts'], { readonly encoder: unknown }>): Promise<Opened> => {
    const [frontend, encoder] = [await create(of.frontend), await create(of.encoder)];
    await checkTrainedWith(encoder.trainedWith, of.frontend, frontend, { ...workspace, wiring });
    const [indexer, matcher] = [await create(of.indexer), await create(of.matcher)];
    const reranker = of.reranker === undefined ? {} : { reranker: await create(of.reranker) };
    const options = { ...window, frontendOptions: of.frontend.options };
    const retriever = await createEmbedding({ frontend, encoder, indexer, matcher, ...reranker }, options);
    return { retriever, prepare: async () => encoder.prepare?.() };
  };
  const opened = 'retriever' in parts ? { retriever: await create(parts.retriever) } : await embedding(parts);
  const { retriever } = opened;
  return {
    method,
    ...opened,
    components,
    listener: {
      plugins: neededInThreads(registry, listening.registered),
      kind: 'retriever' in parts ? 'retriever' : 'frontend',
      name: listening.registered.component.name,
      given: listening.given,
      backend: config.backend,
      seed: config.seed,
      baseFolder,
    },
    listens: anonymous(used(listening)),
    refines: 'retriever' in parts ? [] : [used(parts.encoder)],
    backends: Object.values(parts).flatMap(({ registered }) =>
      wiring.backendsOf(registered.component).map(({ name, device }) => `${name} (${device})`),
    ),
    run: digestOf({
      schema: 'sid.result/1',
      components,
      ...('retriever' in parts ? {} : { window, refine: retriever.refineOptions?.('query') }),
      search: retriever.searchIdentity,
      dataset: surveyed.digest,
      noise: method.noise,
      seed: config.seed,
      depth: config.depth,
      maxHours: config.maxHours,
      decoder: decoderRevision,
    }).slice(0, 12),
  };
};

/** Opens the members in the same scope, as methods of their own. */
const openFusion = async (
  workspace: Workspace,
  wiring: Wiring,
  method: Method,
  wanted: readonly MemberMethod[],
  surveyed: Survey,
): Promise<OpenMethod> => {
  const opened: { readonly open: OpenMethod; readonly calibration: Calibration }[] = [];
  for (const { method: member, calibration } of wanted)
    opened.push({ open: await openMethod(workspace, wiring, member, surveyed), calibration });
  const [first] = opened;
  if (first === undefined) throw new SidError('SID_CONFIG_INVALID', `methods.${method.name} fuses nothing.`);
  const members = opened.map(({ open }) => open);
  return {
    ...first.open,
    method,
    members,
    retriever: createFusion(opened.map(({ open: { retriever }, calibration }) => ({ retriever, calibration }))),
    components: members.flatMap(({ components }) => components),
    backends: members.flatMap(({ backends }) => backends),
    run: digestOf({
      schema: 'sid.result/1',
      fusion: fusionRevision,
      members: opened.map(({ open: { run }, calibration }) => ({ run, calibration })),
      noise: method.noise,
    }).slice(0, 12),
  };
};
