import type { ComputeBackend, TensorRuntime } from '@sid/core';
import { openReplicas, type Replicas } from './replicas.ts';
import type { TrainingParts } from './training-parts.ts';
import type { TrainingWorkspace } from './training-workspace.ts';

/** Processes beside this one, as many as parts and backend have use for; none for the most part. */
export const openReplicasOf = async (
  { registry, config, processes, baseFolder, logger }: TrainingWorkspace,
  { encoder }: TrainingParts,
  backend: ComputeBackend<TensorRuntime>,
): Promise<Replicas> => {
  const chosen = registry.find('backend', backend.name);
  const { registered, given } = encoder.part;
  const count = chosen.component.share === undefined ? 0 : processes - 1;
  const plugins = [...new Set([registered.plugin, chosen.plugin])].flatMap(({ url, specifier }) =>
    url === undefined ? [] : [{ url, specifier }],
  );
  const settings = {
    plugins,
    encoder: { name: registered.component.name, given },
    backend: { name: backend.name, settings: { ...config.backend, processes } },
    baseFolder,
  };
  const replicas = await openReplicas(settings, count);
  if (count > 0) logger.debug(`parts of each batch are trained beside this process by ${replicas.pids.join(', ')}`);
  return replicas;
};
