import { messageOf } from '@sid/core';
import * as z from 'zod';
import { type ByteSource, checkedRead, refuse } from './byte-source.ts';
import { elementBytes, isElementType } from './element-type.ts';
import { sizeOf, type TensorEntry } from './tensor-file.ts';

/** Where a tensor lies, in bytes of the file. */
export interface Place extends TensorEntry {
  readonly offset: number;
  readonly bytes: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly places: ReadonlyMap<string, Place>;
}

const entrySchema = z.strictObject({
  dtype: z.string().refine(isElementType, 'is not an element type that sid reads'),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});

const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).optional() }).catchall(entrySchema);

/** As the format's own reader: what is longer is no header. */
const longest = 100_000_000;

const parse = (source: ByteSource, text: string): z.output<typeof headerSchema> => {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    return refuse(source, `is not a safetensors file: its header does not fit. ${why}`, error);
  }
};

/**
 * Reads and checks the header of a safetensors file: tensors cover the rest of the file from its first byte to its last,
 * without gap or overlap, and each is as long as its shape and type say.
 *
 * @throws SidError SID_WEIGHTS_INVALID
 */
export const readHeader = async (source: ByteSource): Promise<SafetensorsHeader> => {
  if (source.size < 8) return refuse(source, 'is not a safetensors file: it has fewer than 8 bytes.');
  const start = await checkedRead(source, 0, 8);
  const length = Number(new DataView(start.buffer).getBigUint64(0, true));
  if (length > longest || 8 + length > source.size) {
    return refuse(source, `is not a safetensors file, or is cut short: it announces a header of ${length} bytes.`);
  }
  const text = new TextDecoder('utf-8').decode(await checkedRead(source, 8, length));
  const { __metadata__: metadata = {}, ...entries } = parse(source, text);
  let end = 8 + length;
  // A tensor without values lies before the one that begins where it does.
  const inOrder = Object.entries(entries).sort(
    ([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1],
  );
  const places = inOrder.map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]): [string, Place] => {
      const type = isElementType(dtype) ? dtype : refuse(source, `has a tensor of type ${dtype}.`);
      const bytes = sizeOf(shape) * elementBytes[type];
      if (8 + length + from !== end || to - from !== bytes) {
        return refuse(
          source,
          `is broken: tensor "${name}" of ${type}[${shape.join(', ')}] should lie from byte ${end - 8 - length} for ${bytes} bytes, but is said to lie from ${from} to ${to}.`,
        );
      }
      const offset = end;
      end += bytes;
      return [name, { type, shape, offset, bytes }];
    },
  );
  if (end !== source.size) {
    return refuse(
      source,
      `has ${source.size} bytes, but its header accounts for ${end}: it is cut short or was appended to.`,
    );
  }
  return { metadata, places: new Map(places) };
};
