import type { Board, BoardMethod, Estimate } from '@sid/eval';

const estimate = (mean: number, n = 10): Estimate => ({
  mean,
  ci95: [mean - 0.1, mean + 0.1],
  normal95: [mean - 0.1, mean + 0.1],
  bootstrap95: [mean - 0.09, mean + 0.11],
  n,
});

const doneMethod = (name: string, map: number): BoardMethod => ({
  name,
  status: 'done',
  metrics: { MAP: estimate(map), 'HR@1': estimate(map - 0.05), 'HR@10': estimate(map + 0.05), MRR: estimate(map) },
  classes: { clean: { MAP: estimate(map + 0.05, 4) }, pitch: { MAP: estimate(map - 0.1, 6) } },
  timing: { timesRealTime: 321, indexSeconds: 2, audioSeconds: 642, querySeconds: 0.0123 },
  size: { tracks: 12, bytes: 1_500_000, bytesPerHour: 3_000_000 },
});

/** A board as small as one can be that shows everything. */
export const sampleBoard = (changes: Partial<Board['dataset']> = {}): Board => ({
  schema: 'sid.board/1',
  dataset: {
    name: 'artificial',
    version: '1',
    digest: 'd'.repeat(64),
    description: 'A made collection.',
    licence: 'CC0-1.0',
    citation: 'none',
    generated: true,
    queries: 10,
    negatives: 1,
    references: 4,
    noise: 8,
    relations: ['r1'],
    leftOut: [],
    notes: [],
    ...changes,
  },
  protocol: {
    metrics: ['MAP', 'HR@1', 'HR@10', 'MRR'],
    interval: 'normal',
    ties: 'expectation',
    toleranceSeconds: 5,
    bootstrapSamples: 1000,
    permutations: 1000,
    seed: 1,
  },
  baseline: 'plain',
  methods: [
    doneMethod('plain', 0.4),
    doneMethod('better', 0.7),
    { name: 'broken', status: 'failed', reason: 'It fell over.', metrics: {} },
    { name: 'unfit', status: 'skipped', reason: 'It does not fit here.', metrics: {} },
  ],
  tests: [{ metric: 'MAP', a: 'plain', b: 'better', difference: -0.3, p: 0.001, pHolm: 0.002, n: 10 }],
});
