import type { DatasetInfo, GraphSession, Match, Matrix, Relation, View } from '@sid/core';
import { completeProtocol, evaluate, type Result, type Truth } from '@sid/eval';
import type { WorkerPool } from '../workers.ts';
import { planBatch } from './batch-plan.ts';
import type { ExampleSettings, ExampleTask } from './example-worker.ts';
import { type PackedBatch, unpackBatch } from './packed-batch.ts';
import type { ReferenceTask } from './reference-worker.ts';
import type { BankedSong } from './song-bank.ts';
import { workerModule } from './worker-module.ts';

/** A small retrieval task on songs that are never trained on. */
export interface ValidationTask {
  readonly settings: ExampleSettings;
  readonly songs: readonly BankedSong[];
  readonly queriesPerSong: number;
  readonly hopSeconds: number;
  /** What the best weights are chosen by, besides MAP and HR@1. */
  readonly metric: string;
}

/** Songs whose queries are made together: a pairing that mixes songs mixes these. */
const itemsTogether = 16;

/** Windows that are embedded at once. */
const batchWindows = 32;

export type Embed = (windows: readonly Matrix[]) => Promise<Float32Array>;

/** Rows of embeddings of a network that tfjs runs. */
export const embedder =
  (session: GraphSession, input: string, output: string): Embed =>
  async (windows) => {
    const parts: Float32Array[] = [];
    for (let at = 0; at < windows.length; at += batchWindows) {
      const batch = windows.slice(at, at + batchWindows);
      const { rows = 0, cols = 0 } = batch[0] ?? {};
      const data = new Float32Array(batch.length * rows * cols);
      for (const [i, window] of batch.entries()) data.set(window.data, i * rows * cols);
      const results = await session.run({ [input]: { dims: [batch.length, rows, cols], data } });
      parts.push(results[output]?.data ?? new Float32Array(0));
    }
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };

interface Query {
  readonly id: string;
  readonly songs: readonly string[];
  readonly vector: Float32Array;
}

/** The same queries at every validation: what is drawn for them depends on the songs alone. */
export const queryTasks = ({ settings, songs, queriesPerSong }: ValidationTask): readonly ExampleTask[] =>
  Array.from({ length: queriesPerSong }, (_, turn) => {
    const order = planBatch(songs.length, songs.length, 0, turn).map(([place = 0]) => songs[place]?.path ?? '');
    return Array.from({ length: Math.ceil(order.length / itemsTogether) }, (_, group) => ({
      settings,
      seed: 0,
      name: `validation ${turn}.${group}`,
      songs: order.slice(group * itemsTogether, (group + 1) * itemsTogether).map((path) => [path]),
    }));
  }).flat();

const queriesOf = async (batch: PackedBatch, name: string, embed: Embed): Promise<readonly Query[]> => {
  const { windows, views } = unpackBatch(batch);
  const places = views.flatMap(({ side }, i) => (side === 'query' ? [i] : []));
  const vectors = await embed(places.flatMap((place) => windows[place] ?? []));
  const dims = vectors.length / Math.max(1, places.length);
  return places.map((place, i) => ({
    id: `${name}.${i}`,
    songs: songsOf(views[place], batch.songs),
    vector: vectors.subarray(i * dims, (i + 1) * dims),
  }));
};

const songsOf = (view: View | undefined, songs: readonly string[]): readonly string[] => [
  ...new Set((view?.songs ?? []).flatMap((song) => songs[song] ?? [])),
];

/** Cosine of the nearest window, as the matcher `max` has it. */
const nearest = (vector: Float32Array, reference: Float32Array): number => {
  let best = -1;
  for (let at = 0; at < reference.length; at += vector.length) {
    let sum = 0;
    for (let d = 0; d < vector.length; d++) sum += (vector[d] ?? 0) * (reference[at + d] ?? 0);
    if (sum > best) best = sum;
  }
  return best;
};

const relation = (query: string, reference: string): Relation => ({
  id: `${query} ${reference}`,
  query,
  reference,
  inReference: [],
  inQuery: [],
});

/** Mean values of `metric`, MAP and HR@1. @param references - windows of each song, one row after the other */
export const scoreRetrieval = (
  metric: string,
  queries: readonly Query[],
  references: ReadonlyMap<string, Float32Array>,
): Readonly<Record<string, number>> => {
  const tracks = [...references.keys()];
  const dataset: DatasetInfo = {
    name: 'held-back songs',
    version: '1',
    licence: '',
    citation: '',
    generated: false,
    description: '',
  };
  const truth: Truth = {
    schema: 'sid.truth/1',
    dataset,
    digest: 'held-back',
    references: tracks.map((id) => ({ id, role: 'reference', durationSeconds: 0 })),
    queries: queries.map(({ id }) => ({ id, role: 'query', durationSeconds: 0 })),
    relations: queries.flatMap(({ id, songs }) => songs.map((song) => relation(id, song))),
    leftOut: [],
    notes: [],
  };
  const rankings = queries.map(({ id, vector }) => ({
    query: id,
    matches: tracks
      .map(
        (track): Match => ({ track, score: nearest(vector, references.get(track) ?? new Float32Array(0)), where: [] }),
      )
      .sort((a, b) => b.score - a.score),
  }));
  const result: Result = {
    schema: 'sid.result/1',
    method: 'training',
    run: '',
    config: {},
    components: [],
    versions: {},
    dataset: { name: dataset.name, version: dataset.version, digest: truth.digest },
    seed: 0,
    scoreMeaning: 'Cosine of the nearest window.',
    timings: { referenceAudioSeconds: 0, indexSeconds: 0, decodeSeconds: 0, querySeconds: [] },
    size: { tracks: tracks.length, bytes: 0 },
    noise: 0,
    leftOut: [],
    rankings,
  };
  const metrics = [...new Set([metric, 'MAP', 'HR@1'])];
  const board = evaluate(truth, [result], [], completeProtocol({ metrics }));
  return Object.fromEntries(
    metrics.flatMap((name) => {
      const mean = board.methods[0]?.metrics[name]?.mean;
      return mean === undefined ? [] : [[name, mean]];
    }),
  );
};

/** Searches every held-back song for the queries that the pairing makes of them. @returns metric → value */
export const validate = async (
  workers: WorkerPool,
  task: ValidationTask,
  embed: Embed,
): Promise<Readonly<Record<string, number>>> => {
  const { settings, songs, hopSeconds } = task;
  const references = new Map<string, Float32Array>();
  const referenceTasks = songs.map(
    ({ path }): ReferenceTask => ({
      frontend: settings.frontend,
      path,
      windowFrames: settings.windowFrames,
      hopSeconds,
    }),
  );
  const heard = workers.map<ReferenceTask, PackedBatch>(workerModule('reference-worker'), referenceTasks);
  for await (const batch of heard) references.set(batch.songs[0] ?? '', await embed(unpackBatch(batch).windows));
  const queries: Query[] = [];
  const asked = queryTasks(task);
  let at = 0;
  for await (const batch of workers.map<ExampleTask, PackedBatch>(workerModule('example-worker'), asked)) {
    queries.push(...(await queriesOf(batch, asked[at]?.name ?? '', embed)));
    at += 1;
  }
  return scoreRetrieval(task.metric, queries, references);
};
