import * as z from 'zod';
import { weightsOption } from '../encoder.ts';

const whole = z.int().positive();

/** The re-ranker's classifier; its sizes follow those of the `gnn` encoder whose nodes it reads. */
export const crossAttentionOptions = z.strictObject({
  channels: whole.default(512).describe('Features of a node.'),
  nodes: whole.default(32).describe('Nodes of a window.'),
  heads: whole.default(4).describe('Attention heads; they divide the channels.'),
  hidden: whole.default(128).describe('Width of the layer before the output.'),
  dropout: z.number().min(0).max(1).default(0.3).describe('Share dropped before the output, in training.'),
});

export type CrossAttentionOptions = z.output<typeof crossAttentionOptions>;

export const crossAttentionPresets = {
  'bhattacharjee-2025': { channels: 512, nodes: 32, heads: 4, hidden: 128, dropout: 0.3 },
  small: { channels: 128, nodes: 32, heads: 4, hidden: 64, dropout: 0.3 },
  tiny: { channels: 64, nodes: 32, heads: 4, hidden: 32, dropout: 0.3 },
} satisfies Record<string, CrossAttentionOptions>;

/** What is compared, and how probabilities become scores (Bhattacharjee et al. 2025 and their code). */
const rescoring = z.strictObject({
  neighbours: whole
    .default(3)
    .describe('Hits of each query window that become candidates; no more than the method looks up.'),
  most: whole
    .exactOptional()
    .describe('Candidates that are compared at most, those with the greatest cosines; all where absent.'),
  against: z
    .enum(['all', 'finders'])
    .default('all')
    .describe('Windows of the query that a candidate is compared with: all, or only those that found it.'),
  threshold: z.number().min(0).max(1).default(0.5).describe('A candidate counts where its probability is above this.'),
  repeated: z
    .boolean()
    .default(false)
    .describe('Whether a candidate counts once for every window of the query that finds it.'),
  rejected: z
    .enum(['last', 'absent'])
    .default('last')
    .describe('Tracks with candidates of which none counts: listed with the score 0, or not at all.'),
  places: whole.default(10).describe('Places shown per track.'),
});

export type RescoringOptions = z.output<typeof rescoring>;

/** All options of the component. */
export const rerankerOptions = z.strictObject({
  ...crossAttentionOptions.shape,
  ...rescoring.shape,
  weights: weightsOption,
});

export type RerankerOptions = z.output<typeof rerankerOptions>;

const fullTracks = {
  neighbours: 3,
  against: 'all',
  threshold: 0.5,
  repeated: false,
  rejected: 'last',
  places: 10,
} as const;
const segments = { ...fullTracks, neighbours: 5, repeated: true, rejected: 'absent' } as const;
const { 'bhattacharjee-2025': published, small, tiny } = crossAttentionPresets;

/** How the paper scores whole tracks, and, by `-segments`, short queries. */
export const rerankerPresets: Readonly<Record<string, z.input<typeof rerankerOptions>>> = {
  'bhattacharjee-2025': { ...published, ...fullTracks },
  'bhattacharjee-2025-segments': { ...published, ...segments },
  small: { ...small, ...fullTracks },
  tiny: { ...tiny, ...fullTracks },
};
