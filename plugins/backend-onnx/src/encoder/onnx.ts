import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { defineEncoder, messageOf, SidError, tokens } from '@sid/core';
import * as z from 'zod';
import { parseOnnxCard } from './card.ts';
import { createModelEncoder } from './model-encoder.ts';

const failed =
  (file: string) =>
  (error: unknown): never => {
    throw new SidError('SID_MODEL_INVALID', `"${file}" cannot be read: ${messageOf(error)}.`, { cause: error });
  };

const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk as Uint8Array);
  } catch (error) {
    failed(file)(error);
  }
  return hash.digest('hex');
};

/** Any embedding model in ONNX, with a card that says how it is used. */
export const onnx = defineEncoder({
  name: 'onnx',
  summary: 'An ONNX model of your own or of others, used as its card says.',
  revision: 1,
  options: z.strictObject({
    card: z.string().min(1).describe('Path of the card, YAML or JSON, relative to the configuration.'),
  }),
  needs: { onnx: tokens.onnx, baseFolder: tokens.baseFolder },
  create: async ({ card: path }, given) => {
    const where = resolve(given.baseFolder, path);
    const card = parseOnnxCard(await readFile(where, 'utf8').catch(failed(where)), where);
    const file = resolve(dirname(where), card.model);
    const digest = await digestOf(file);
    if (card.digest !== undefined && card.digest !== digest) {
      throw new SidError(
        'SID_MODEL_INVALID',
        `"${file}" is not the model of its card: its digest is ${digest}, and the card says ${card.digest}.`,
      );
    }
    return createModelEncoder({ card, digest, read: () => readFile(file).catch(failed(file)) }, given.onnx);
  },
});
