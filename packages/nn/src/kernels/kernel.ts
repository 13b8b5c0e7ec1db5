import * as tf from '@tensorflow/tfjs';

/** Whether the current tfjs backend has a kernel of that name. */
export const hasKernel = (name: string): boolean => tf.getKernel(name, tf.getBackend()) !== undefined;

/** Runs a kernel that the current backend has. */
export const runKernel = (name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap = {}): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attributes);

/**
 * A kernel that computes what `original` does but has a gradient of its own: registered under a new name for
 * whatever backend is current, it delegates to that backend's `original`. Unlike `tf.customGrad`, such a gradient is
 * only computed for the inputs that need one.
 */
export const aliasKernel = (name: string, original: string): void => {
  if (hasKernel(name)) return;
  const kernel = tf.getKernel(original, tf.getBackend());
  tf.registerKernel({ ...kernel, kernelName: name });
};

/** Backends that give values only later, not while gradients are taken. */
const later = ['webgpu'];

/** Whether the values of a tensor can be read in the middle of a forward pass: nor can they while one is recorded. */
export const readsAtOnce = (): boolean => !later.includes(tf.getBackend()) && !hasKernel('SidNeighbours');

/** Whether tfjs-node computes on a card: reading waits for it then, and products round their factors to fewer bits. */
const onCard = (): boolean => (tf.backend() as { readonly isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;

/** Whether reading a few values costs less than operating on them. */
export const readsCheaply = (): boolean => readsAtOnce() && !onCard();

/** Whether tensors hold single precision, as kernels of ours do: tests have tfjs compute in double. */
export const inSingle = (): boolean => Float32Array.BYTES_PER_ELEMENT === 4;

/** A backend whose tensors lie in memory that can be seen from here, and that copies what a tensor is made of. */
interface Heap {
  readonly dataIdMap: { has(dataId: object): boolean };
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array;
}

const heap = (): Heap | undefined => {
  const backend = tf.backend() as Partial<Heap>;
  return backend.typedArrayFromHeap === undefined ? undefined : (backend as Heap);
};

/** Values to be read before tfjs is asked for anything else: where they lie if they can be seen there, else a copy. */
export const peek = <T extends Float32Array | Int32Array = Float32Array>(tensor: tf.Tensor): T => {
  const seen = heap();
  return (seen?.dataIdMap.has(tensor.dataId) === true ? seen.typedArrayFromHeap(tensor) : tensor.dataSync()) as T;
};

/** A tensor of values that lie where others will lie soon. */
export const tensorOf = (values: Float32Array, shape: readonly number[]): tf.Tensor =>
  tf.tensor(heap() === undefined ? values.slice() : values, [...shape], 'float32');
