import { SidError } from '@sid/core';
import type { TensorFile } from '@sid/weights';

/** Values of one tensor. @throws SidError SID_WEIGHTS_INVALID where one is NaN or infinite */
export const finiteValues = async (file: TensorFile, name: string): Promise<Float32Array> => {
  const values = await file.read(name);
  const wrong = values.findIndex((x) => !Number.isFinite(x));
  if (wrong < 0) return values;
  throw new SidError('SID_WEIGHTS_INVALID', `Tensor "${name}" has the value ${values[wrong]} at index ${wrong}.`);
};
