import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tokens, type WeightsCard } from '@sid/core';
import { cardText, type StoredType, sizeOf, writeSafetensors } from '@sid/weights';
import { atomicWrite } from '../atomic-write.ts';
import type { Use } from '../options.ts';
import { versions } from '../version.ts';
import { cardFile, tensorFile } from '../weights/weights-folder.ts';
import type { TrainingProgress } from './checkpoint.ts';
import { type Curves, curveSvg } from './curve.ts';
import type { Split } from './held-back.ts';
import type { TrainingParts } from './training-parts.ts';
import type { TrainingWorkspace } from './training-workspace.ts';

/** What a training came to. */
export interface TrainedWeights {
  readonly parts: TrainingParts;
  readonly split: Split;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly progress: TrainingProgress;
  readonly curves: Curves;
  /** Name and device of the backend. */
  readonly backend: string;
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: { update(data: Uint8Array): unknown }) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

const counts = (split: Split): string => {
  const all = [...split.train, ...split.heldBack];
  const sources = [...new Set(all.map(({ source }) => source))];
  const said = sources.map((source) => {
    const own = all.filter((song) => song.source === source);
    const hours = own.reduce((sum, { seconds }) => sum + seconds, 0) / 3600;
    return `${own.length} songs of ${source} (${hours.toFixed(1)} h)`;
  });
  return `${said.join(', ')}; ${split.heldBack.length} of them held back`;
};

/** The weights that a run started from, in the words of their own card. */
const startText = async (
  { config: { from }, wiring }: TrainingWorkspace,
  { trained }: TrainingParts,
): Promise<string> => {
  if (from === undefined) return '';
  const { weights: _, ...options } = trained.options as Readonly<Record<string, unknown>>;
  const store = await wiring.resolve(tokens.weights);
  const { tag, steps, data } = (await store.open(from, { architecture: trained.registered.component.name, options }))
    .card;
  const before = [steps === undefined ? '' : ` of ${steps} steps`, data === undefined ? '' : ` on ${data}`].join('');
  return `; started from the weights ${tag}${before}`;
};

/** The command, without the places of one machine. */
const retrainText = (configFile: string, added: readonly Use[]): string =>
  ['sid train', configFile, ...added.map(({ use }) => `--songs ${use}=DIR`)].join(' ');

/** Half precision, unless a value is beyond it: running variances of loud features are. */
const storedType = (weights: ReadonlyMap<string, Float32Array>): StoredType =>
  [...weights.values()].every((values) => values.every((value) => Math.abs(value) <= 65_504)) ? 'F16' : 'F32';

/** Writes card and tensors (half precision). The card is written last, so that a folder with a card is whole. */
export const saveWeights = async (
  workspace: TrainingWorkspace,
  trained: TrainedWeights,
): Promise<{ readonly folder: string; readonly card: WeightsCard }> => {
  const { config, recorded, to, configFile } = workspace;
  const { parts, split, weights, progress, curves, backend } = trained;
  const { network, used } = parts;
  const folder = join(to, config.tag);
  const hash = createHash('sha256');
  const tensors = network.parameters.map(({ name, shape }) => ({
    name,
    shape,
    values: () => weights.get(name) ?? new Float32Array(0),
  }));
  const { name: architecture, options: all } = used.reranker ?? used.encoder;
  const data = `${counts(split)}${await startText(workspace, parts)}`;
  await rm(join(folder, cardFile), { force: true });
  const chunks = writeSafetensors(tensors, storedType(weights), { architecture, tag: config.tag });
  await atomicWrite(join(folder, tensorFile), hashed(chunks, hash));
  const { weights: _, ...options } = all as Readonly<Record<string, unknown>>;
  const { preset } = config.reranker ?? config.encoder;
  const card: WeightsCard = {
    schema: 'sid.weights/1',
    tag: config.tag,
    summary: config.summary ?? `${architecture} trained on examples of ${used.pairing.name}.`,
    architecture,
    ...(preset === undefined ? {} : { preset }),
    options,
    frontend: config.frontend,
    data,
    steps: progress.best?.step ?? progress.step,
    ...(config.note === undefined ? {} : { note: config.note }),
    retrain: retrainText(configFile, config.songs.slice(recorded.songs.length)),
    licence: config.licence,
    ...(config.citation === undefined ? {} : { citation: config.citation }),
    ...(progress.best === null ? {} : { metrics: { 'held-back songs': progress.best.metrics } }),
    parameters: network.parameters.reduce((sum, { shape, trained: is }) => sum + (is ? sizeOf(shape) : 0), 0),
    digest: hash.digest('hex'),
    training: {
      config: recorded as unknown as Readonly<Record<string, unknown>>,
      stepsDone: progress.step,
      seconds: Math.round(progress.seconds),
      backend,
      versions: versions(),
      songs: { train: split.train.length, heldBack: split.heldBack.length },
      curves,
    },
  };
  await atomicWrite(join(folder, 'curve.svg'), curveSvg(config.tag, curves, progress.step));
  await atomicWrite(join(folder, cardFile), cardText(card));
  return { folder, card };
};
