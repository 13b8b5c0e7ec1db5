export { type ByteSource, bytesSource } from './byte-source.ts';
export { cardText, parseCard, tagSchema } from './card.ts';
export { type ElementType, elementBytes } from './element-type.ts';
export { type Fit, fitTensors } from './fit.ts';
export { openTensors } from './open-tensors.ts';
export { openSafetensors } from './safetensors.ts';
export { sizeOf, type TensorEntry, type TensorFile } from './tensor-file.ts';
export { openCheckpoint } from './torch-checkpoint.ts';
export { type StoredType, type TensorToWrite, writeSafetensors } from './write-safetensors.ts';
