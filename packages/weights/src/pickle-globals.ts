import type { ElementType } from './element-type.ts';
import { isRef, type PickleValue, type TensorRef } from './pickle-value.ts';

/** Storage classes and the type of their elements. */
const storages: Readonly<Record<string, ElementType>> = {
  'torch.DoubleStorage': 'F64',
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
};

export const storageType = (name: string): ElementType | undefined =>
  Object.hasOwn(storages, name) ? storages[name] : undefined;

/** Makes a value of a call's arguments; undefined where they are not what the class takes. */
type Maker = (args: readonly PickleValue[]) => PickleValue | undefined;

const numbers = (value: PickleValue | undefined): readonly number[] | undefined =>
  Array.isArray(value) && value.every((n) => typeof n === 'number' && Number.isSafeInteger(n) && n >= 0)
    ? (value as readonly number[])
    : undefined;

const tensor: Maker = ([storage, offset, size, stride]): TensorRef | undefined => {
  const shape = numbers(size);
  const strides = numbers(stride);
  const fits = isRef(storage, 'storage') && typeof offset === 'number' && shape?.length === strides?.length;
  return fits && shape !== undefined && strides !== undefined
    ? { kind: 'tensor', storage, offset, shape, strides }
    : undefined;
};

const map: Maker = ([pairs = []]) => {
  if (!Array.isArray(pairs)) return undefined;
  const entries = pairs.filter((pair): pair is [PickleValue, PickleValue] => Array.isArray(pair) && pair.length === 2);
  return entries.length === pairs.length ? new Map(entries) : undefined;
};

/** What a checkpoint needs. */
const makers: Readonly<Record<string, Maker>> = {
  'collections.OrderedDict': map,
  'torch._utils._rebuild_tensor': tensor,
  'torch._utils._rebuild_tensor_v2': tensor,
  'torch._utils._rebuild_parameter': ([data]) => (isRef(data, 'tensor') ? data : undefined),
  'torch._utils._rebuild_parameter_with_state': ([data]) => (isRef(data, 'tensor') ? data : undefined),
  'torch.nn.parameter.Parameter': ([data]) => (isRef(data, 'tensor') ? data : undefined),
  'torch.Size': ([sizes]) => sizes,
};

export const maker = (name: string): Maker | undefined => (Object.hasOwn(makers, name) ? makers[name] : undefined);

/**
 * Data that training scripts put beside the weights: figures, settings, places. They become inert; no code of theirs
 * exists here.
 */
const inert: ReadonlySet<string> = new Set([
  ...['numpy.core.multiarray', 'numpy._core.multiarray'].flatMap((m) => [`${m}.scalar`, `${m}._reconstruct`]),
  'numpy.ndarray',
  'numpy.dtype',
  '_codecs.encode',
  'torch.device',
  ...['float64', 'float32', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'].map(
    (type) => `torch.${type}`,
  ),
  'torch.serialization._get_layout',
  'argparse.Namespace',
  ...['Path', 'PosixPath', 'WindowsPath', 'PurePosixPath', 'PureWindowsPath'].map((name) => `pathlib.${name}`),
  'collections.defaultdict',
  'collections.Counter',
  ...['dict', 'list', 'tuple', 'set', 'frozenset', 'int', 'long', 'float', 'str', 'bool', 'bytes', 'complex'].flatMap(
    (name) => [`builtins.${name}`, `__builtin__.${name}`],
  ),
  'typing.Any',
  'omegaconf.dictconfig.DictConfig',
  'omegaconf.listconfig.ListConfig',
  'omegaconf.base.ContainerMetadata',
  'omegaconf.base.Metadata',
  ...['Any', 'String', 'Integer', 'Float', 'Boolean', 'Bytes', 'Path'].map((name) => `omegaconf.nodes.${name}Node`),
]);

/** Whether a pickle may name this. Everything else is refused by name. */
export const isAllowed = (name: string): boolean =>
  storageType(name) !== undefined || maker(name) !== undefined || inert.has(name);
