import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { defineSongs, type Multitrack, messageOf, SidError, tokens } from '@sid/core';
import { resample } from '@sid/dsp';
import * as z from 'zod';
import { recordingOptions } from './recording-options.ts';
import { openRecordings } from './recordings.ts';
import { separateByModel } from './separation.ts';

const options = z.strictObject({
  ...recordingOptions,
  model: z
    .string()
    .min(1)
    .describe('ONNX file that takes [1, channels, samples] and gives [1, stems, channels, samples].'),
  stems: z
    .array(z.string().min(1))
    .min(2)
    .default(['drums', 'bass', 'other', 'vocals'])
    .describe('Names of what it gives, in its order.'),
  modelRate: z.int().min(8000).max(96_000).default(44_100).describe('Rate of its audio, in hertz.'),
  segmentSeconds: z.number().positive().max(600).default(7.8).describe('Length of the audio it takes at once.'),
  channels: z.int().min(1).max(2).default(2).describe('Channels it takes; both hear the same.'),
  overlap: z.number().min(0).max(0.75).default(0.25).describe('Part of a segment that the next one covers again.'),
});

const bytesOf = async (model: string, baseFolder: string): Promise<Uint8Array> => {
  const file = isAbsolute(model) ? model : resolve(baseFolder, model);
  try {
    return await readFile(file);
  } catch (error) {
    throw new SidError('SID_MODEL_INVALID', `The separator ${file} cannot be read (${messageOf(error)}).`, {
      cause: error,
    });
  }
};

export const separated = defineSongs({
  name: 'separated',
  summary: 'A folder of finished recordings, each taken apart by a separator that you have as ONNX model.',
  revision: 1,
  options,
  needs: { baseFolder: tokens.baseFolder, readAudio: tokens.readAudio, onnx: tokens.onnx },
  async create(given, { baseFolder, readAudio, onnx }) {
    const { model, stems, modelRate, segmentSeconds, channels, overlap, maxSeconds, repeatTo } = given;
    const { ids, content, read } = await openRecordings(given, { baseFolder, readAudio });
    const bytes = await bytesOf(model, baseFolder);
    const session = await onnx.runtime.open(bytes);
    const shape = { channels, stems, segment: Math.round(segmentSeconds * modelRate), overlap };
    const separator = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    return {
      identity: { content, separator, stems, modelRate, segmentSeconds, channels, overlap, maxSeconds, repeatTo },
      list: async () => ids,
      read: async (id, sampleRate): Promise<Multitrack> => {
        const parts = await separateByModel(session, (await read(id, modelRate)).samples, shape);
        return {
          id,
          stems: parts.map((samples, i) => ({
            id: stems[i] ?? String(i),
            sampleRate,
            samples: resample(samples, modelRate, sampleRate),
          })),
        };
      },
    };
  },
});
