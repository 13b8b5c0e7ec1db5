import type {
  Encoder,
  Found,
  Frontend,
  Indexer,
  Match,
  Matcher,
  Matrix,
  Nodes,
  Reranker,
  TrackSpan,
  VectorIndex,
} from '@sid/core';
import { expect, test } from 'vitest';
import { createEmbedding, type EmbeddingParts } from './embedding.ts';
import { windowStarts } from './windows.ts';

test('windows follow the hop, and the tail follows the policy', () => {
  expect(windowStarts(10, 4, 3, 'drop')).toEqual([0, 3, 6]);
  expect(windowStarts(11, 4, 3, 'drop')).toEqual([0, 3, 6]);
  expect(windowStarts(11, 4, 3, 'align')).toEqual([0, 3, 6, 7]);
  expect(windowStarts(10, 4, 3, 'align')).toEqual([0, 3, 6]);
  expect(windowStarts(3, 4, 3, 'drop')).toEqual([0]);
  expect(windowStarts(0, 4, 3, 'align')).toEqual([]);
});

/** One bin, ten frames per second: the loudness of each tenth of a second. */
const frontend: Frontend = {
  spec: { sampleRate: 100, bins: 1, framesPerSecond: 10 },
  extract: async ({ samples }) => {
    const data = new Float32Array(Math.floor(samples.length / 10));
    for (let i = 0; i < data.length; i++) data[i] = Math.abs(samples[i * 10] ?? 0);
    return { rows: 1, cols: data.length, data };
  },
  normalise: ({ rows, cols, data }) => ({ rows, cols, data: data.map((x) => x * 2) }),
};

const batches: number[] = [];
const encoder: Encoder = {
  dims: 2,
  windowFrames: 5,
  hopFrames: 5,
  untrained: true,
  identity: 'fake',
  accepts: ({ bins }) => bins === 1 || `One bin is wanted, not ${bins}.`,
  encode: async (batch) => {
    batches.push(batch.length);
    const data = new Float32Array(batch.length * 2);
    batch.forEach((window, i) => {
      const angle = window.data.reduce((sum, x) => sum + x, 0) / 10;
      data[2 * i] = Math.cos(angle);
      data[2 * i + 1] = Math.sin(angle);
    });
    return { rows: batch.length, cols: 2, data };
  },
  [Symbol.asyncDispose]: async () => undefined,
};

const bruteForce = (): VectorIndex => {
  let rows: { vector: Float32Array; span: TrackSpan }[] = [];
  return {
    get size() {
      return rows.length;
    },
    get bytes() {
      return rows.length * 8;
    },
    add: async ({ cols, data }, spans) => {
      spans.forEach((span, i) => {
        rows.push({ vector: data.slice(i * cols, (i + 1) * cols), span });
      });
    },
    remove: async (track) => {
      const before = rows.length;
      rows = rows.filter(({ span }) => span.track !== track);
      return before - rows.length;
    },
    search: async ({ rows: count, cols, data }: Matrix, k) =>
      Array.from({ length: count }, (_, i) =>
        rows
          .map(({ vector, span }) => ({
            span,
            score: vector.reduce((sum, x, j) => sum + x * (data[i * cols + j] ?? 0), 0),
          }))
          .sort((a, b) => b.score - a.score)
          .slice(0, k),
      ),
    async *save() {
      yield new TextEncoder().encode(JSON.stringify(rows.map(({ vector, span }) => [[...vector], span])));
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
};

const indexer: Indexer = {
  create: async () => bruteForce(),
  open: async (chunks) => {
    let text = '';
    for await (const chunk of chunks) text += new TextDecoder().decode(chunk);
    const index = bruteForce();
    for (const [vector, span] of JSON.parse(text) as [number[], TrackSpan][]) {
      await index.add({ rows: 1, cols: 2, data: Float32Array.from(vector) }, [span]);
    }
    return index;
  },
};

const matcher: Matcher = {
  rank: (_, hits) => {
    const best = new Map<string, Match>();
    for (const { span, score } of hits.flat()) {
      if (score > (best.get(span.track)?.score ?? -1)) best.set(span.track, { track: span.track, score, where: [] });
    }
    return [...best.values()].sort((a, b) => b.score - a.score);
  },
};

const parts: EmbeddingParts = { frontend, encoder, indexer, matcher };
const options = { frontendOptions: {}, tail: 'align', neighbours: 10 } as const;

const heard = async (retriever: Awaited<ReturnType<typeof createEmbedding>>, id: string, level: number) => {
  const audio = { id, sampleRate: 100, samples: new Float32Array(230).fill(level) };
  const analysis = await retriever.analyse(audio, 'reference');
  return (await retriever.refine?.(analysis, 'reference')) ?? analysis;
};

test('the nearest loudness is found, kept over saving and loading, and gone after removal', async () => {
  const retriever = await createEmbedding(parts, options);
  for (const [id, level] of [
    ['soft', 0.1],
    ['middle', 0.5],
    ['loud', 0.9],
  ] as const) {
    await retriever.add(await heard(retriever, id, level));
  }
  const query = await heard(retriever, 'q', 0.52);
  expect((await retriever.query(query, 2)).map(({ track }) => track)).toEqual(['middle', 'loud']);
  const again = await createEmbedding(parts, options);
  await again.load(retriever.save());
  expect(again.size).toEqual(retriever.size);
  expect(await again.query(query, 3)).toEqual(await retriever.query(query, 3));
  expect(await again.remove('middle')).toBe(true);
  expect((await again.query(query, 1)).map(({ track }) => track)).not.toEqual(['middle']);
});

test('windows carry their times, clipped to the track', async () => {
  const retriever = await createEmbedding(parts, options);
  const { arrays } = await heard(retriever, 'x', 0.5);
  expect([...(arrays.times ?? [])]).toEqual([0, 0.5, 0.5, 1, 1, 1.5, 1.5, 2, 1.8, 2.3]);
});

test('random weights are said beside every figure', async () => {
  expect((await createEmbedding(parts, options)).notes?.[0]).toMatch(/untrained/);
});

test('features that do not fit are refused with the encoder’s sentence', async () => {
  const wide = { ...frontend, spec: { ...frontend.spec, bins: 84 } };
  await expect(createEmbedding({ ...parts, frontend: wide }, options)).rejects.toMatchObject({
    code: 'SID_METHOD_UNFIT',
    message: 'One bin is wanted, not 84.',
  });
});

/** Two features of two nodes per window: its mean, and three numbers that are always the same. */
const noded: Encoder = {
  ...encoder,
  nodes: {
    shape: [2, 2],
    encode: async (batch) => {
      const data = Float32Array.from(
        batch.flatMap(({ data: x }) => [x.reduce((a, b) => a + b, 0) / x.length, 1, 2, 3]),
      );
      return { vectors: await encoder.encode(batch), nodes: { rows: batch.length, cols: 4, data } };
    },
  },
};

const asked: { found: Found; query: Matrix; stored: Matrix }[] = [];
const reranker: Reranker = {
  scoreMeaning: 'how often it was found',
  untrained: true,
  identity: 'counts',
  accepts: ([features]) => features === 2 || 'Two features are wanted.',
  rerank: async (found: Found, nodes: Nodes) => {
    const spans = found.hits.flatMap(([best]) => best?.span ?? []);
    asked.push({ found, query: nodes.query, stored: nodes.of(spans) });
    return found.matches.map((match, i) => ({ ...match, score: 10 - i }));
  },
  [Symbol.asyncDispose]: async () => undefined,
};

test('a re-ranker is given the node matrices of both sides, kept over saving, and has the last word', async () => {
  const withNodes = { ...parts, encoder: noded, reranker };
  const first = await createEmbedding(withNodes, options);
  for (const [id, level] of [
    ['soft', 0.125],
    ['loud', 0.875],
  ] as const) {
    await first.add(await heard(first, id, level));
  }
  const retriever = await createEmbedding(withNodes, options);
  const bytes: Uint8Array[] = [];
  for await (const chunk of first.save()) bytes.push(chunk);
  async function* byThrees() {
    const all = Buffer.concat(bytes);
    for (let at = 0; at < all.length; at += 3) yield all.subarray(at, at + 3);
  }
  await retriever.load(byThrees());
  expect(retriever.size).toEqual(first.size);
  expect(retriever.scoreMeaning).toBe('how often it was found');
  expect(retriever.notes?.[1]).toMatch(/untrained re-ranker/);
  expect(retriever.searchIdentity).toBe('counts');
  const matches = await retriever.query(await heard(retriever, 'q', 0.75), 5);
  expect(matches.map(({ track, score }) => [track, score])).toEqual([
    ['loud', 10],
    ['soft', 9],
  ]);
  const [{ query, stored, found } = expect.fail('not asked')] = asked;
  expect(found.query.length).toBe(5);
  expect([...query.data.subarray(0, 4)]).toEqual([1.5, 1, 2, 3]);
  expect([...stored.data.subarray(0, 4)]).toEqual([1.75, 1, 2, 3]);
  await retriever.remove('loud');
  expect((await retriever.query(await heard(retriever, 'q', 0.75), 5)).map(({ track }) => track)).toEqual(['soft']);
});

test('a re-ranker without anything to compare is refused', async () => {
  await expect(createEmbedding({ ...parts, reranker }, options)).rejects.toThrow(/its encoder gives none/);
  const square: Encoder = { ...noded, nodes: { ...(noded.nodes ?? expect.fail()), shape: [4, 1] } };
  await expect(createEmbedding({ ...parts, encoder: square, reranker }, options)).rejects.toThrow('Two features');
});

test('a query that is asked at other speeds keeps the times of the recording; references are heard once', async () => {
  const retriever = await createEmbedding(parts, { ...options, tempo: [2] });
  const audio = { id: 'x', sampleRate: 100, samples: new Float32Array(230).fill(0.5) };
  const analysis = await retriever.analyse(audio, 'query');
  const query = await retriever.refine?.(analysis, 'query');
  expect([...(query?.arrays.times ?? [])].slice(10)).toEqual([0, 1, 1, 2, 1.4, 2.3]);
  expect([...(query?.arrays.tempo ?? [])]).toEqual([1, 1, 1, 1, 1, 2, 2, 2]);
  const reference = await retriever.refine?.(analysis, 'reference');
  expect(Object.keys(reference?.arrays ?? {})).toEqual(['vectors', 'times']);
  expect(retriever.refineOptions?.('reference')).not.toHaveProperty('tempo');
});

test('a frontend that normalises a window in place spoils no other', async () => {
  const inPlace: Frontend = {
    ...frontend,
    normalise: (window) => {
      window.data.forEach((value, i) => {
        window.data[i] = 2 * value;
      });
      return window;
    },
  };
  const samples = Float32Array.from({ length: 230 }, (_, i) => i / 230);
  const vectors = async (each: Frontend) => {
    const retriever = await createEmbedding({ ...parts, frontend: each }, { ...options, hopSeconds: 0.2 });
    const analysis = await retriever.analyse({ id: 'x', sampleRate: 100, samples }, 'query');
    return (await retriever.refine?.(analysis, 'query'))?.arrays.vectors;
  };
  expect(await vectors(inPlace)).toEqual(await vectors(frontend));
});
