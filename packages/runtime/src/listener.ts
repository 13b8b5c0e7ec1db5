import type { Analysis, Audio, Frontend, Matrix, Retriever, Side } from '@sid/core';
import { durationSeconds } from '@sid/core';
import type { BackendSettings } from './backends.ts';
import { parseOptions } from './options.ts';
import { importPlugin } from './plugins.ts';
import { createRegistry } from './registry.ts';
import { services } from './services.ts';
import { createWiring } from './wiring.ts';

/** What a thread opens to listen with; equal settings share one. */
export interface ListenerSettings {
  readonly plugins: readonly { readonly url: string; readonly specifier: string }[];
  /** A whole retriever listens itself; of an embedding retriever only the frontend does. */
  readonly kind: 'retriever' | 'frontend';
  readonly name: string;
  readonly given: unknown;
  readonly backend: BackendSettings;
  readonly seed: number;
  readonly baseFolder: string;
}

/** The pure part of a retriever. */
export type Listener = Pick<Retriever, 'sampleRate' | 'analyse'>;

/** A time–frequency picture as an analysis. */
const featuresOf = (audio: Audio, picture: Matrix): Analysis => ({
  id: audio.id,
  durationSeconds: durationSeconds(audio),
  arrays: { shape: Uint32Array.of(picture.rows, picture.cols), features: picture.data },
});

/** The inverse of `featuresOf`. */
export const pictureOf = ({ arrays }: Analysis): Matrix => {
  const [rows = 0, cols = 0] = arrays.shape ?? [];
  return { rows, cols, data: arrays.features instanceof Float32Array ? arrays.features : new Float32Array(0) };
};

/** A frontend listens alike to references and queries. */
export const frontendListener = (frontend: Frontend): Listener => ({
  sampleRate: frontend.spec.sampleRate,
  analyse: async (audio: Audio, _side: Side) => featuresOf(audio, await frontend.extract(audio)),
});

/** Opens a listener in a thread: plugins are loaded there again, by URL. */
export const openListener = async (settings: ListenerSettings): Promise<Listener> => {
  const { plugins, kind, name, given, backend, seed, baseFolder } = settings;
  const registry = createRegistry(await Promise.all(plugins.map(({ url, specifier }) => importPlugin(url, specifier))));
  const wiring = createWiring(registry, services({ seed, baseFolder }), backend);
  if (kind === 'retriever') {
    const { component } = registry.find('retriever', name);
    return wiring.create(component, parseOptions(component, given, name));
  }
  const { component } = registry.find('frontend', name);
  return frontendListener(await wiring.create(component, parseOptions(component, given, name)));
};
