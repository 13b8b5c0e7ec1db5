import type { WeightsCard } from '@sid/core';
import { messageOf, SidError } from '@sid/core';
import * as z from 'zod';

/** Also the name of a folder, so nothing that leads out of it. */
export const tagSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be letters, digits, dots, hyphens and underscores');

const curve = z.array(z.tuple([z.number(), z.number()]));

const trainingSchema = z.strictObject({
  config: z.record(z.string(), z.unknown()),
  stepsDone: z.int().min(0),
  seconds: z.number().min(0),
  backend: z.string(),
  versions: z.record(z.string(), z.string()),
  songs: z.strictObject({ train: z.int(), heldBack: z.int() }),
  curves: z.strictObject({ loss: curve, validation: z.record(z.string(), curve) }),
});

const cardSchema = z.strictObject({
  schema: z.literal('sid.weights/1'),
  tag: tagSchema,
  summary: z.string().min(1),
  architecture: z.string().min(1),
  preset: z.string().exactOptional(),
  options: z.record(z.string(), z.unknown()),
  frontend: z.unknown().exactOptional(),
  data: z.string().exactOptional(),
  steps: z.int().min(0).exactOptional(),
  note: z.string().exactOptional(),
  retrain: z.string().exactOptional(),
  licence: z.string().min(1),
  citation: z.string().exactOptional(),
  metrics: z.record(z.string(), z.record(z.string(), z.number())).exactOptional(),
  training: trainingSchema.exactOptional(),
  parameters: z.int().min(0),
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal'),
});

/**
 * Reads a card.
 *
 * @param where - path of the file, for messages
 * @throws SidError SID_WEIGHTS_INVALID
 */
export const parseCard = (text: string, where: string): WeightsCard => {
  try {
    return cardSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? `:\n${z.prettifyError(error)}` : `: ${messageOf(error)}`;
    throw new SidError('SID_WEIGHTS_INVALID', `"${where}" is not a card of weights${why}`, { cause: error });
  }
};

/** A card as its file holds it. */
export const cardText = (card: WeightsCard): string => `${JSON.stringify(card, null, 2)}\n`;
