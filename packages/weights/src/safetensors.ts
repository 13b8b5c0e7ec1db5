import { type ByteSource, checkedRead } from './byte-source.ts';
import { toFloats } from './element-type.ts';
import { readHeader } from './safetensors-header.ts';
import type { TensorFile } from './tensor-file.ts';

/**
 * A safetensors file (the format's specification, version 1): only the header is read now.
 *
 * @throws SidError SID_WEIGHTS_INVALID where it is not exactly of that format
 */
export const openSafetensors = async (
  source: ByteSource,
): Promise<TensorFile & { readonly metadata: Readonly<Record<string, string>> }> => {
  const { metadata, places } = await readHeader(source);
  return {
    metadata,
    tensors: places,
    read: async (name) => {
      const place = places.get(name);
      if (place === undefined) throw new RangeError(`"${source.name}" has no tensor "${name}".`);
      return toFloats(place.type, await checkedRead(source, place.offset, place.bytes));
    },
  };
};
