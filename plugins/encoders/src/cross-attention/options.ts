import * as z from 'zod';

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
