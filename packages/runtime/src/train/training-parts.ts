import { type Frontend, type Kind, type Loss, type Pairing, SidError, tokens } from '@sid/core';
import type { UsedComponent } from '@sid/eval';
import type { Network } from '@sid/nn';
import { givenOptions, parseOptions, type Use } from '../options.ts';
import type { Registered } from '../registry.ts';
import { provided } from '../wiring.ts';
import type { ExampleSettings } from './example-worker.ts';
import type { OpenSource } from './song-bank.ts';
import { threadComponent } from './thread-component.ts';
import type { TrainingWorkspace } from './training-workspace.ts';

/** A component of a training, its options checked. */
interface TrainingPart<K extends Kind> {
  readonly registered: Registered<K>;
  readonly given: Readonly<Record<string, unknown>>;
  readonly options: unknown;
}

/** Everything of a training that is known before a song is read. */
export interface TrainingParts {
  /** What is trained. */
  readonly network: Network;
  readonly trained: TrainingPart<'encoder'> | TrainingPart<'reranker'>;
  /** What embeds: the same, unless a re-ranker is trained on it. */
  readonly encoder: { readonly network: Network; readonly part: TrainingPart<'encoder'> };
  readonly frontend: Frontend;
  readonly pairing: Pairing;
  readonly sources: readonly OpenSource[];
  readonly examples: ExampleSettings;
  /** Created late: its variables live on the tfjs backend that is current. A re-ranker has none. */
  loss?(): Promise<Loss>;
  /** By the names that the configuration has for them. */
  readonly used: Readonly<Record<'frontend' | 'encoder' | 'pairing', UsedComponent>> & {
    readonly loss?: UsedComponent;
    readonly reranker?: UsedComponent;
    readonly songs: readonly UsedComponent[];
  };
}

const usedOf = <K extends Kind>({ registered: { component, plugin }, options }: TrainingPart<K>): UsedComponent => ({
  kind: component.kind,
  name: component.name,
  plugin: plugin.plugin.name,
  revision: component.revision,
  options,
});

const networkOf = async ({ registered: { component }, options }: TrainingPart<Kind>): Promise<Network> => {
  if (component.network === undefined) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      `The ${component.kind} "${component.name}" has no network that sid can train. Components that have one declare it as "network".`,
    );
  }
  const { asNetwork } = await import('@sid/nn');
  return asNetwork(component.network(options));
};

/** @throws SidError SID_COMPONENT_UNKNOWN, SID_OPTIONS_INVALID, SID_METHOD_UNFIT: nothing has run yet */
export const openTrainingParts = async (workspace: TrainingWorkspace): Promise<TrainingParts> => {
  const { config, registry, wiring, baseFolder, logger } = workspace;
  const part = <K extends Kind>(kind: K, use: Use, where: string): TrainingPart<K> => {
    const registered = registry.find(kind, use.use);
    const given = givenOptions(registered.component, use, where);
    return { registered, given, options: parseOptions(registered.component, given, where) };
  };
  const frontendPart = part('frontend', config.frontend, 'frontend');
  const encoder = part('encoder', config.encoder, 'encoder');
  const lossPart = config.loss === undefined ? undefined : part('loss', config.loss, 'loss');
  const rerankerPart = config.reranker === undefined ? undefined : part('reranker', config.reranker, 'reranker');
  const pairingPart = part('pairing', config.pairing, 'pairing');
  const songParts = config.songs.map((use, i) => part('songs', use, `songs[${i}]`));

  const encoderNetwork = await networkOf(encoder);
  const trained = rerankerPart ?? encoder;
  const frontend = await wiring.create(frontendPart.registered.component, frontendPart.options);
  const [bins = 0, windowFrames = 0] = encoderNetwork.inputs[0]?.shape ?? [];
  if (frontend.spec.bins !== bins) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      `The encoder "${encoder.registered.component.name}" takes ${bins} bins, and the frontend gives ${frontend.spec.bins}. Set its option bins, or choose presets that belong together.`,
    );
  }
  const pairing = await wiring
    .child([provided(tokens.frontend, frontend)])
    .create(pairingPart.registered.component, pairingPart.options);
  const circumstances = { backend: config.backend, seed: config.seed, baseFolder };
  const thread = <K extends Kind>({ registered, given }: TrainingPart<K>) =>
    threadComponent(registry, registered, given, circumstances);
  const sources = await Promise.all(
    songParts.map(
      async (each): Promise<OpenSource> => ({
        source: await wiring.create(each.registered.component, each.options),
        settings: thread(each),
        revision: each.registered.component.revision,
      }),
    ),
  );
  logger.debug(`windows of ${bins} bins × ${windowFrames} frames, chunks of ${pairing.chunkSeconds} s`);
  return {
    network: rerankerPart === undefined ? encoderNetwork : await networkOf(rerankerPart),
    trained,
    encoder: { network: encoderNetwork, part: encoder },
    frontend,
    pairing,
    sources,
    examples: { frontend: thread(frontendPart), pairing: thread(pairingPart), windowFrames },
    ...(lossPart === undefined ? {} : { loss: () => wiring.create(lossPart.registered.component, lossPart.options) }),
    used: {
      frontend: usedOf(frontendPart),
      encoder: usedOf(encoder),
      ...(lossPart === undefined ? {} : { loss: usedOf(lossPart) }),
      ...(rerankerPart === undefined ? {} : { reranker: usedOf(rerankerPart) }),
      pairing: usedOf(pairingPart),
      songs: songParts.map(usedOf),
    },
  };
};
