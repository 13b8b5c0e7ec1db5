import { type FloatTensor, type GraphSession, SidError } from '@sid/core';

/** What an ONNX separator takes and gives: `[1, channels, samples]` to `[1, stems, channels, samples]`. */
export interface SeparatorShape {
  readonly channels: number;
  readonly stems: readonly string[];
  /** Samples of one run. */
  readonly segment: number;
  /** Part of a segment that the next one covers again. */
  readonly overlap: number;
}

/** Rises from the ends to the middle, nowhere 0. */
const weightsOf = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.min(i + 1, length - i) / Math.ceil(length / 2));

const inputOf = (samples: Float32Array, from: number, { channels, segment }: SeparatorShape): FloatTensor => {
  const data = new Float32Array(channels * segment);
  const part = samples.subarray(from, from + segment);
  for (let channel = 0; channel < channels; channel++) data.set(part, channel * segment);
  return { dims: [1, channels, segment], data };
};

const check = (output: FloatTensor | undefined, { channels, stems, segment }: SeparatorShape): FloatTensor => {
  const wanted = [1, stems.length, channels, segment];
  if (output !== undefined && output.dims.length === 4 && wanted.every((size, i) => size === output.dims[i]))
    return output;
  throw new SidError(
    'SID_MODEL_INVALID',
    `The separator gave [${output?.dims.join(', ') ?? 'nothing'}], not [${wanted.join(', ')}]: one song, stems, channels, samples.`,
    { suggestions: ['Set stems, channels and segmentSeconds to those of the model.'] },
  );
};

/** Runs a separator over mono audio, segment by segment; each stem is the mean of its channels. */
export const separateByModel = async (
  session: GraphSession,
  samples: Float32Array,
  shape: SeparatorShape,
): Promise<readonly Float32Array[]> => {
  const { channels, stems, segment, overlap } = shape;
  const [input = 'input', result = 'output'] = [session.inputNames[0], session.outputNames[0]];
  const weights = weightsOf(segment);
  const total = new Float32Array(samples.length);
  const out = stems.map(() => new Float32Array(samples.length));
  const step = Math.max(1, Math.round(segment * (1 - overlap)));
  for (let from = 0; from === 0 || from + segment - step < samples.length; from += step) {
    const outputs = await session.run({ [input]: inputOf(samples, from, shape) });
    const { data } = check(outputs[result], shape);
    const count = Math.min(segment, samples.length - from);
    for (let i = 0; i < count; i++) total[from + i] = (total[from + i] ?? 0) + (weights[i] ?? 0);
    for (const [stem, heard] of out.entries()) {
      for (let channel = 0; channel < channels; channel++) {
        const at = (stem * channels + channel) * segment;
        for (let i = 0; i < count; i++)
          heard[from + i] = (heard[from + i] ?? 0) + ((weights[i] ?? 0) * (data[at + i] ?? 0)) / channels;
      }
    }
  }
  for (const heard of out) for (let i = 0; i < heard.length; i++) heard[i] = (heard[i] ?? 0) / (total[i] ?? 1);
  return out;
};
