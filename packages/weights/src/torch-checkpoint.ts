import { type ByteSource, refuse } from './byte-source.ts';
import { elementBytes, toFloats } from './element-type.ts';
import { readPickle } from './pickle.ts';
import { storageType } from './pickle-globals.ts';
import { PickleProblem } from './pickle-machine.ts';
import { isRef, type PickleValue, type StorageRef, type TensorRef } from './pickle-value.ts';
import { findStateDict } from './state-dict.ts';
import { sizeOf, type TensorFile } from './tensor-file.ts';
import { openZip, type ZipEntry } from './zip.ts';

/** Real ones have some megabytes at most. */
const largestPickle = 256 * 2 ** 20;

/** A storage by its persistent id: ('storage', class, key, place, number of elements). */
const storageOf = (id: PickleValue): StorageRef => {
  const [kind, type, key, , elements] = Array.isArray(id) ? id : [];
  const element = isRef(type, 'global') ? storageType(type.name) : undefined;
  if (kind !== 'storage' || element === undefined || typeof key !== 'string' || typeof elements !== 'number') {
    throw new PickleProblem('it refers to something that is no storage of numbers');
  }
  return { kind: 'storage', key, type: element, elements };
};

/** Elements of a tensor in row-major order, out of those of its storage from `first` on. */
const gather = (data: Float32Array, { shape, strides }: TensorRef): Float32Array<ArrayBuffer> => {
  const out = new Float32Array(sizeOf(shape));
  const index = shape.map(() => 0);
  let at = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = data[at] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0;
      const next = (index[axis] ?? 0) + 1;
      if (next < (shape[axis] ?? 0)) {
        index[axis] = next;
        at += stride;
        break;
      }
      index[axis] = 0;
      at -= (next - 1) * stride;
    }
  }
  return out;
};

/** How many elements of its storage a tensor spans. */
const spanOf = ({ shape, strides }: TensorRef): number =>
  sizeOf(shape) === 0 ? 0 : shape.reduce((last, n, axis) => last + (n - 1) * (strides[axis] ?? 0), 1);

const contiguous = ({ shape, strides }: TensorRef): boolean => {
  let expected = 1;
  return shape.every((_, i) => {
    const axis = shape.length - 1 - i;
    const size = shape[axis] ?? 1;
    const fits = size === 1 || strides[axis] === expected;
    expected *= size;
    return fits;
  });
};

/** An expanded tensor may have more elements than its storage; a few numbers must not ask for all memory. */
const largestExpanded = 2 ** 20;

const readTensor = async (
  source: ByteSource,
  entries: ReadonlyMap<string, ZipEntry>,
  root: string,
  tensor: TensorRef,
) => {
  const { storage, offset } = tensor;
  const entry = entries.get(`${root}data/${storage.key}`);
  const bytes = elementBytes[storage.type];
  const span = spanOf(tensor);
  if (entry === undefined || offset + span > storage.elements || storage.elements * bytes > entry.size) {
    return refuse(source, `is broken: storage "${storage.key}" does not hold what a tensor takes from it.`);
  }
  const size = sizeOf(tensor.shape);
  if (size > Math.max(storage.elements, largestExpanded)) {
    return refuse(
      source,
      `is broken: a tensor of ${size} elements is said to lie in a storage of ${storage.elements}.`,
    );
  }
  const data = toFloats(storage.type, await entry.read(offset * bytes, span * bytes));
  return contiguous(tensor) ? data : gather(data, tensor);
};

const pickleOf = async (source: ByteSource, entries: ReadonlyMap<string, ZipEntry>) => {
  const suffix = 'data.pkl';
  const pickle = [...entries.values()].find(({ name }) => name === suffix || name.endsWith(`/${suffix}`));
  if (pickle === undefined) return refuse(source, 'is a zip archive, but no checkpoint: it has no data.pkl.');
  const root = pickle.name.slice(0, -suffix.length);
  if (entries.has(`${root}constants.pkl`)) {
    return refuse(source, 'is a TorchScript program. Save the state_dict of its module instead.');
  }
  const order = entries.get(`${root}byteorder`);
  if (order !== undefined && new TextDecoder().decode(await order.read(0, order.size)) !== 'little') {
    return refuse(source, 'was saved on a big-endian machine. Save it again on another.');
  }
  if (pickle.size > largestPickle)
    return refuse(source, `has a data.pkl of ${pickle.size} bytes; no checkpoint needs that.`);
  return { root, data: await pickle.read(0, pickle.size) };
};

/**
 * The tensors of a checkpoint that torch.save wrote (PyTorch 1.6 and later: a zip archive). Values are read one tensor at
 * a time; nothing in the file is executed.
 *
 * @throws SidError SID_WEIGHTS_INVALID for what is broken, holds no tensors, or names anything but data, saying which
 */
export const openCheckpoint = async (source: ByteSource): Promise<TensorFile> => {
  const entries = await openZip(source);
  const { root, data } = await pickleOf(source, entries);
  const unpickle = (): PickleValue => {
    try {
      return readPickle(data, storageOf);
    } catch (error) {
      if (error instanceof PickleProblem) return refuse(source, `cannot be read: ${error.message}.`, error);
      throw error;
    }
  };
  const tensors = findStateDict(unpickle());
  if (tensors.size === 0) return refuse(source, 'holds no tensors by name.');
  return {
    tensors: new Map([...tensors].map(([name, { shape, storage }]) => [name, { shape, type: storage.type }])),
    read: async (name) => {
      const tensor = tensors.get(name);
      if (tensor === undefined) throw new RangeError(`"${source.name}" has no tensor "${name}".`);
      return readTensor(source, entries, root, tensor);
    },
  };
};
