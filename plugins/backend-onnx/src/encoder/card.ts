import { messageOf, SidError } from '@sid/core';
import { load } from 'js-yaml';
import * as z from 'zod';

const positive = z.number().positive();
const whole = z.int().positive();
const perBin = z.union([z.number(), z.array(z.number()).min(1)]);

/** Short names of image libraries: height is frequency, width is time. */
const aliases: Readonly<Record<string, string>> = { NCHW: 'NCFT', NHWC: 'NFTC' };

/** Letters of the axes of the model's input: N windows, F bins, T frames, C an axis of length 1. */
const layoutSchema = z
  .string()
  .transform((layout) => aliases[layout] ?? layout)
  .refine(
    (layout) => /^N[CFT]+$/.test(layout) && ['F', 'T'].every((axis) => layout.split(axis).length === 2),
    'must begin with N, and have F (bins) and T (frames) once each, with C wherever the model has an axis of length 1',
  );

/** What is said about a model of somebody else, so that it becomes an encoder. */
export const cardSchema = z.strictObject({
  schema: z.literal('sid.onnx/1'),
  name: z.string().min(1).describe('Said in messages.'),
  model: z.string().min(1).describe('The .onnx file, relative to the card.'),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')
    .exactOptional()
    .describe('SHA-256 of the model; where given, another file is refused.'),
  licence: z.string().exactOptional(),
  citation: z.string().exactOptional(),
  trained: z.boolean().default(true).describe('False marks every figure made with it as untrained.'),
  features: z
    .strictObject({ bins: whole, sampleRate: positive.exactOptional(), framesPerSecond: positive.exactOptional() })
    .describe('What the frontend must give.'),
  window: z.strictObject({ frames: whole, hopFrames: whole }),
  input: z.strictObject({
    name: z.string().exactOptional().describe('The first input where absent.'),
    layout: layoutSchema,
    normalise: z
      .union([
        z.enum(['none', 'max', 'min-max', 'standardise']),
        z
          .strictObject({ mean: perBin, deviation: perBin })
          .describe('Of the training data; one number, or one per bin.'),
      ])
      .default('none')
      .describe('Done to each window, after what the frontend does.'),
    batch: whole.exactOptional().describe('Windows that one run takes, for a model exported with a fixed batch.'),
  }),
  output: z.strictObject({
    name: z.string().exactOptional().describe('The first output where absent.'),
    dims: whole,
    layout: z
      .enum(['ND', 'NTD', 'NDT'])
      .default('ND')
      .describe(
        'ND: one vector per window. NTD, NDT: several, which are averaged. Further axes of length 1 do not matter.',
      ),
    unit: z
      .boolean()
      .default(false)
      .describe('The model itself makes vectors of length 1; else they are divided by theirs.'),
  }),
});

export type OnnxCard = z.output<typeof cardSchema>;

/**
 * Reads a card in YAML or JSON.
 *
 * @param where - path of the file, for messages
 * @throws SidError SID_MODEL_INVALID that names each wrong key
 */
export const parseOnnxCard = (text: string, where: string): OnnxCard => {
  const given = (): unknown => {
    try {
      return load(text);
    } catch (error) {
      throw new SidError('SID_MODEL_INVALID', `"${where}" is neither YAML nor JSON: ${messageOf(error)}`, {
        cause: error,
      });
    }
  };
  const parsed = cardSchema.safeParse(given());
  if (!parsed.success) {
    throw new SidError('SID_MODEL_INVALID', `"${where}" is not a card of a model:\n${z.prettifyError(parsed.error)}`);
  }
  const { mean, deviation } = typeof parsed.data.input.normalise === 'string' ? {} : parsed.data.input.normalise;
  const { bins } = parsed.data.features;
  for (const [name, values] of Object.entries({ mean, deviation })) {
    if (Array.isArray(values) && values.length !== bins) {
      throw new SidError(
        'SID_MODEL_INVALID',
        `"${where}": input.normalise.${name} has ${values.length} numbers for ${bins} bins.`,
      );
    }
  }
  return parsed.data;
};
