import type { Board, BoardMethod, Estimate, QueryOutcome } from '@sid/eval';

/** Boards for the tests of this package: small, and with everything a page can show. */
export const estimate = (mean: number, half = 0.1, n = 8): Estimate => ({
  mean,
  ci95: [mean - half, mean + half],
  normal95: [mean - half, mean + half],
  bootstrap95: [mean - half, mean + half],
  n,
});

const outcome = (rank: number, role: QueryOutcome['role'] = 'query'): QueryOutcome => ({
  query: role === 'query' ? 'q1' : 'n1',
  title: role === 'query' ? 'A beat' : 'A beat that samples nothing',
  role,
  ...(role === 'query' ? { class: 'pitch' } : {}),
  durationSeconds: 30,
  relations:
    role === 'query'
      ? [
          {
            id: 'r1',
            query: 'q1',
            reference: 'song-1',
            inQuery: [{ from: 5, to: 9 }, { from: 20 }],
            inReference: [{ from: 61.5, to: 65.5 }],
            semitones: 2,
            tempoRatio: 1.1,
            levelDb: -6,
            class: 'pitch',
          },
        ]
      : [],
  scores: rank > 0 ? { MAP: 1 / rank, MRR: 1 / rank } : {},
  found: [1, 2].map((place) => ({
    track: place === rank ? 'song-1' : `noise-${place}`,
    title: place === rank ? 'The first song' : `Noise ${place}`,
    score: 0.5 / place,
    relevant: place === rank,
    where: [
      {
        query: { from: 5.1, to: 8.7 },
        reference: { from: 61.6, to: 65.2 },
        score: 0.5,
        semitones: 2,
        tempoRatio: 1.1,
      },
    ],
  })),
});

const done = (name: string, map: number, rank: number): BoardMethod => ({
  name,
  status: 'done',
  run: 'a1b2c3d4e5f6',
  scoreMeaning: 'Share of landmarks that agree, 0 to 1.',
  noise: 3,
  metrics: { MAP: estimate(map), 'HR@1': estimate(map, 0.2), mNR: estimate(1 - map, 0.05) },
  classes: { clean: { MAP: estimate(map) }, pitch: { MAP: estimate(map / 2) } },
  timing: { timesRealTime: 1000 * (1 - map), indexSeconds: 4, audioSeconds: 1200, querySeconds: 0.02 },
  size: { tracks: 5, bytes: 4e6 * map, bytesPerHour: 12e6 * map },
  rejection: { positives: 1, negatives: 1, auroc: map, falseAlarmRate: 0, threshold: 0.2 },
  robustness: [
    { semitones: [-0.5, 0.5], tempoRatio: [0.97, 1.03], estimate: estimate(map) },
    { semitones: [0.5, 2.5], tempoRatio: [1.03, 1.18], estimate: estimate(map / 2) },
  ],
  lengths: [
    { seconds: [0, 2], estimate: estimate(map / 2) },
    { seconds: [2, 4], estimate: estimate(map) },
  ],
  queries: [outcome(rank), outcome(0, 'negative')],
});

/** Two methods that ran, one skipped, one failed. */
export const exampleBoard: Board = {
  schema: 'sid.board/1',
  dataset: {
    name: 'toy',
    version: '2',
    digest: 'f'.repeat(64),
    description: 'A toy collection.',
    licence: 'CC0-1.0',
    citation: 'Nobody (2026). A toy collection.',
    generated: true,
    queries: 1,
    negatives: 1,
    references: 2,
    noise: 3,
    relations: ['r1'],
    leftOut: [{ id: 'T017', reason: 'The file is broken.', file: 'audio/T017.mp3' }],
    notes: ['One relation is missing.'],
  },
  protocol: {
    metrics: ['MAP', 'HR@1', 'mNR'],
    interval: 'normal',
    ties: 'expectation',
    toleranceSeconds: 5,
    bootstrapSamples: 1000,
    permutations: 10000,
    seed: 7,
  },
  baseline: 'plain',
  methods: [
    done('plain', 0.4, 2),
    done('fancy', 0.7, 1),
    { name: 'gnn', status: 'skipped', reason: 'No backend runs here.', metrics: {} },
    { name: 'broken', status: 'failed', reason: 'It threw.', metrics: {} },
  ],
  tests: [{ metric: 'MAP', a: 'plain', b: 'fancy', difference: -0.3, p: 0.0004, pHolm: 0.0004, n: 8 }],
  curves: [
    {
      axis: 'density',
      metric: 'MAP',
      series: 'plain',
      points: [
        { x: 20, method: 'plain-20', estimate: estimate(0.4) },
        { x: 10, method: 'plain-10', estimate: estimate(0.3) },
      ],
    },
  ],
};

/** Only what every board must have. */
export const barestBoard: Board = {
  ...exampleBoard,
  dataset: { ...exampleBoard.dataset, generated: false, negatives: 0, leftOut: [], notes: [] },
  methods: [{ name: 'plain', status: 'done', metrics: { MAP: estimate(0.4) } }],
  tests: [],
  curves: [],
};
