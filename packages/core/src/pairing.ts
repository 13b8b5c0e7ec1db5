import type { Audio } from './audio.ts';
import type { View } from './loss.ts';
import type { Matrix } from './matrix.ts';
import type { Random } from './random.ts';
import type { Numbers } from './retriever.ts';

/** A stretch of one song, cut at the same place out of every stem. */
export interface Chunk {
  readonly song: string;
  readonly stems: readonly Audio[];
}

/** What a pairing makes of one chunk: arrays that cross threads as they are. */
export type PreparedItem = Readonly<Record<string, Numbers>>;

/** A batch as the trainer takes it. */
export interface TrainingBatch {
  /** As the encoder sees them: cut to its frames and normalised. */
  readonly windows: readonly Matrix[];
  /** One per window. */
  readonly views: readonly View[];
}

/**
 * How training examples are made of songs: what is taken as the sample, what is done to it, what is laid over it. It
 * is given the frontend of the method (`tokens.frontend`), and everything random derives from the generator it is given.
 */
export interface Pairing {
  /** Length of the chunks that it wants, seconds. */
  readonly chunkSeconds: number;
  /** The slow part, in threads. Undefined where the chunk is no use (silence): another one is drawn. */
  prepare(chunk: Chunk, windowFrames: number, random: Random): Promise<PreparedItem | undefined>;
  /** The quick part, over a batch of items of different songs; `songs` of the views are indices of `items`. */
  combine(items: readonly PreparedItem[], random: Random): TrainingBatch;
}
