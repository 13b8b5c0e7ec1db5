import { type ByteSource, checkedRead, refuse } from './byte-source.ts';
import { openSafetensors } from './safetensors.ts';
import type { TensorFile } from './tensor-file.ts';
import { openCheckpoint } from './torch-checkpoint.ts';

/**
 * Opens a safetensors file or a PyTorch checkpoint, told apart by their first bytes.
 *
 * @throws SidError SID_WEIGHTS_INVALID for anything else
 */
export const openTensors = async (source: ByteSource): Promise<TensorFile> => {
  const start = await checkedRead(source, 0, Math.min(9, source.size));
  const starts = (...bytes: readonly number[]) => bytes.every((byte, i) => start[i] === byte);
  if (starts(0x50, 0x4b)) return openCheckpoint(source);
  // A length of 64 bits, then the opening brace of the header.
  if (start[8] === 0x7b) return openSafetensors(source);
  if (starts(0x80) || starts(0x1f, 0x8b)) {
    return refuse(
      source,
      'is a bare pickle, the form of torch.save before PyTorch 1.6. Load and save it again with a later one, or convert it to safetensors.',
    );
  }
  return refuse(source, 'is neither a safetensors file nor a PyTorch checkpoint.');
};
