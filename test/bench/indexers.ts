import type { Hit, Matrix, VectorIndex } from '@sid/core';
import { alignment, flat, hnsw } from '@sid/plugin-indexers';

const given = { logger: { debug: () => undefined, info: () => undefined, warn: () => undefined } };

/** Seconds that passed and that this process worked, all threads together. Others on the machine stretch the first. */
const timed = async <T>(work: () => Promise<T>): Promise<{ result: T; wallSeconds: number; cpuSeconds: number }> => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallSeconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
};

/** Generated unit vectors: even directions, or `clusters` of them around centres that depend on nothing but `dims`. */
const generatedVectors = (seed: number, rows: number, dims: number, clusters: number): Matrix => {
  const uniform = (start: number): (() => number) => {
    let state = start >>> 0;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 31 - 1;
    };
  };
  const next = uniform(seed);
  const centres = Float32Array.from({ length: clusters * dims }, uniform(dims));
  const data = new Float32Array(rows * dims);
  for (let row = 0; row < rows; row++) {
    const centre = Math.floor(((next() + 1) / 2) * clusters) * dims;
    let squares = 0;
    for (let i = 0; i < dims; i++) {
      const value = clusters === 0 ? next() : (centres[centre + i] ?? 0) + 0.7 * next();
      data[row * dims + i] = value;
      squares += value * value;
    }
    for (let i = row * dims; i < (row + 1) * dims; i++) data[i] = (data[i] ?? 0) / Math.sqrt(squares);
  }
  return { rows, cols: dims, data };
};

/** Adds vectors 10,000 at a time, tracks of 400 windows, so that the index alone holds them all. */
const fill = async (index: VectorIndex, rows: number, dims: number, clusters: number): Promise<void> => {
  for (let from = 0; from < rows; from += 10_000) {
    const count = Math.min(10_000, rows - from);
    const spans = Array.from({ length: count }, (_, i) => ({
      track: `track-${Math.floor((from + i) / 400)}`,
      from: ((from + i) % 400) / 2,
      to: ((from + i) % 400) / 2 + 5,
    }));
    await index.add(generatedVectors(1 + from, count, dims, clusters), spans);
  }
};

const flatIndex = async (dims: number, compute: 'onnx' | 'wasm', threads: number): Promise<VectorIndex> => {
  const indexer = await flat.create(flat.options.parse({ compute, threads }), given);
  return indexer.create(dims);
};

const rowOf = ({ cols, data }: Matrix, row: number): Matrix => ({
  rows: 1,
  cols,
  data: data.slice(row * cols, (row + 1) * cols),
});

export interface FlatFigure {
  readonly compute: 'onnx' | 'wasm';
  readonly threads: number;
  readonly rows: number;
  readonly dims: number;
  readonly queries: number;
  /** Of the whole search, choice of the hundred best included: 2 · queries · rows · dims operations. */
  readonly gigaflopsPerSecond: number;
  readonly gigaflopsPerCpuSecond: number;
  /** Asked one after the other. */
  readonly singleQueriesPerSecond: number;
  readonly singleQueriesPerCpuSecond: number;
  /** Greatest resident memory so far, less the vectors, in MiB: the whole process with its questions and answers. */
  readonly overheadMiB: number;
}

/** Exact search of the 100 nearest among generated vectors. */
export const benchFlat = async ({
  rows = 200_000,
  dims = 512,
  queries = 10_000,
  compute = 'onnx' as 'onnx' | 'wasm',
  threads = 2,
} = {}): Promise<FlatFigure> => {
  const index = await flatIndex(dims, compute, threads);
  await fill(index, rows, dims, 0);
  const asked = generatedVectors(77, queries, dims, 0);
  await index.search({ rows: 64, cols: dims, data: asked.data.slice(0, 64 * dims) }, 100);
  const many = await timed(async () => index.search(asked, 100));
  const singles = 40;
  await index.search(rowOf(asked, 0), 100);
  const single = await timed(async () => {
    for (let i = 0; i < singles; i++) await index.search(rowOf(asked, i), 100);
  });
  const gigaflops = (2 * queries * rows * dims) / 1e9;
  return {
    compute,
    threads,
    rows,
    dims,
    queries: many.result.length,
    gigaflopsPerSecond: gigaflops / many.wallSeconds,
    gigaflopsPerCpuSecond: gigaflops / many.cpuSeconds,
    singleQueriesPerSecond: singles / single.wallSeconds,
    singleQueriesPerCpuSecond: singles / single.cpuSeconds,
    overheadMiB: process.resourceUsage().maxRSS / 2 ** 10 - (4 * rows * dims) / 2 ** 20,
  };
};

export interface HnswFigure {
  readonly rows: number;
  readonly dims: number;
  readonly insertMilliseconds: number;
  readonly flatMilliseconds: number;
  readonly hnswMilliseconds: number;
  /** How many times faster than one query of `flat`, in CPU time. */
  readonly timesFlat: number;
  readonly recallAt10: number;
}

/** Approximate search of the 10 nearest among generated vectors in 500 clusters, against the exact one. */
export const benchHnsw = async ({ rows = 200_000, dims = 512, queries = 200 } = {}): Promise<HnswFigure> => {
  const exact = await flatIndex(dims, 'wasm', 1);
  await fill(exact, rows, dims, 500);
  const indexer = await hnsw.create(hnsw.options.parse({}), given);
  const near = await indexer.create(dims);
  const inserted = await timed(async () => fill(near, rows, dims, 500));
  const asked = generatedVectors(77, queries, dims, 500);
  const each = (index: VectorIndex) => async (): Promise<readonly (readonly Hit[])[]> => {
    const answers: (readonly Hit[])[] = [];
    for (let i = 0; i < queries; i++) answers.push(...(await index.search(rowOf(asked, i), 10)));
    return answers;
  };
  const truth = await timed(each(exact));
  await each(near)();
  const found = await timed(each(near));
  const key = ({ span }: Hit): string => `${span.track} ${span.from}`;
  let shared = 0;
  truth.result.forEach((hits, i) => {
    const right = new Set(hits.map(key));
    shared += (found.result[i] ?? []).filter((hit) => right.has(key(hit))).length;
  });
  return {
    rows,
    dims,
    insertMilliseconds: (1000 * inserted.cpuSeconds) / rows,
    flatMilliseconds: (1000 * truth.cpuSeconds) / queries,
    hnswMilliseconds: (1000 * found.cpuSeconds) / queries,
    timesFlat: truth.cpuSeconds / found.cpuSeconds,
    recallAt10: shared / (10 * queries),
  };
};

export interface MatcherFigure {
  readonly windows: number;
  readonly neighbours: number;
  readonly tracks: number;
  readonly milliseconds: number;
}

/** `alignment` on hits without any sample: 471 windows (four minutes at a hop of half a second), 388 tracks. */
export const benchAlignment = async (): Promise<MatcherFigure> => {
  const [windows, neighbours, tracks] = [471, 100, 388];
  const span = (track: string, i: number) => ({ track, from: i / 2, to: i / 2 + 5 });
  const noise = generatedVectors(5, windows, neighbours * 2, 0).data;
  const hits = Array.from({ length: windows }, (_, i) =>
    Array.from({ length: neighbours }, (_unused, j) => {
      const [a = 0, b = 0] = noise.subarray(2 * (i * neighbours + j));
      const track = Math.floor(Math.abs(a) * 1e6) % tracks;
      return { span: span(`track-${track}`, Math.floor(Math.abs(b) * 1e6) % 400), score: 0.97 - 0.0002 * j };
    }),
  );
  const matcher = await alignment.create(alignment.options.parse({}), {});
  const query = Array.from({ length: windows }, (_, i) => span('query', i));
  matcher.rank(query, hits);
  const { cpuSeconds } = await timed(async () => {
    for (let i = 0; i < 5; i++) matcher.rank(query, hits);
  });
  return { windows, neighbours, tracks, milliseconds: (1000 * cpuSeconds) / 5 };
};
