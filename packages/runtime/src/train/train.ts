import { join } from 'node:path';
import { type ComputeBackend, type LeftOut, type TensorRuntime, tokens, type WeightsCard } from '@sid/core';
import { lockFolder } from '../folder-lock.ts';
import { checkpointFolder } from './checkpoint.ts';
import { openCourse } from './course.ts';
import { openReplicasOf } from './course-replicas.ts';
import { curvesOf } from './curve.ts';
import { splitSongs } from './held-back.ts';
import { checkIdentity, identityOf } from './identity.ts';
import { saveWeights } from './save-weights.ts';
import { openSongBank } from './song-bank.ts';
import { openTrainingLog } from './training-log.ts';
import { openTrainingParts } from './training-parts.ts';
import { runTraining } from './training-run.ts';
import type { TrainingWorkspace } from './training-workspace.ts';

/** What a training left. */
export interface Training {
  readonly tag: string;
  /** Folder of the weights. */
  readonly folder: string;
  /** Folder of checkpoint, log and curve. */
  readonly out: string;
  readonly card: WeightsCard;
  /** Songs that could not be used. */
  readonly leftOut: readonly LeftOut[];
}

const openBackend = async ({ wiring }: TrainingWorkspace): Promise<ComputeBackend<TensorRuntime>> => {
  const backend = await wiring.resolve(tokens.tfjs);
  await backend.runtime.activate();
  return backend;
};

/**
 * Trains the network of a configuration and writes its weights. Can be stopped at any moment; the same call continues,
 * and comes to the same weights.
 *
 * @param options.restart - do not continue what is there
 * @throws SidError SID_FOLDER_BUSY, SID_SONGS_UNFIT, SID_METHOD_UNFIT, SID_BATCH_UNFIT, SID_TRAINING_FAILED, SID_BACKEND_UNAVAILABLE
 */
export const train = async (
  workspace: TrainingWorkspace,
  options: { readonly restart?: boolean } = {},
): Promise<Training> => {
  const { config, logger, out } = workspace;
  // Everything that can be wrong in a configuration is found before the first song is made or read.
  const parts = await openTrainingParts(workspace);
  using _ = await lockFolder(out, 'training');
  const { songs, leftOut } = await openSongBank(
    workspace,
    parts.sources,
    parts.frontend.spec.sampleRate,
    parts.pairing.chunkSeconds,
  );
  for (const { id, reason } of leftOut) logger.warn(`The song ${id} is left out: ${reason}`);
  const split = splitSongs(songs, config.heldBack.share, config.heldBack.atLeast);
  if (split.train.length < config.batch.items) {
    logger.warn(
      `A batch has ${config.batch.items} items, and there are ${split.train.length} songs to train on: some items are of the same song, and count as different.`,
    );
  }
  const backend = await openBackend(workspace);
  const folder = checkpointFolder(out);
  if (options.restart === true) await folder.clear();
  const identity = identityOf(config, parts, split);
  const stored = await folder.load();
  if (stored !== undefined) checkIdentity(stored.progress.identity, identity, out);
  await using replicas = await openReplicasOf(workspace, parts, backend);
  using course = await openCourse(workspace, parts, split, replicas.all);
  const { trainer } = course;
  if (stored !== undefined) trainer.restore(stored.tensors);
  const start = stored?.progress ?? {
    schema: 'sid.checkpoint/1',
    identity,
    step: 0,
    seconds: 0,
    history: { mean: 0, weight: 0, best: null, since: 0, drops: 0 },
    best: null,
    validated: 0,
    sinceBest: 0,
  };
  const processes = replicas.all.length + 1;
  const device = `${backend.name} (${backend.device})${processes === 1 ? '' : `, ${processes} processes`}`;
  const [bins = 0, frames = 0] = parts.encoder.network.inputs[0]?.shape ?? [];
  logger.info(
    `${start.step === 0 ? 'Training' : `Continuing at step ${start.step}:`} ${config.tag}, ${split.train.length} songs and ${split.heldBack.length} held back, windows of ${bins} × ${frames}, on ${device}.`,
  );
  await using log = await openTrainingLog(join(out, 'log.jsonl'), start.step);
  const progress = await runTraining({ workspace, parts, split, course, folder, log, start });
  const weights = progress.best === null ? await trainer.weights() : await folder.loadBest(progress.best.step);
  const curves = curvesOf(log.entries);
  const saved = await saveWeights(workspace, { parts, split, weights, progress, curves, backend: device });
  return { tag: config.tag, folder: saved.folder, out, card: saved.card, leftOut };
};
