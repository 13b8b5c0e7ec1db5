import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SidError, type WeightsCard } from '@sid/core';
import { type ByteSource, openSafetensors, parseCard, type TensorFile } from '@sid/weights';
import { sourceDigest, withByteSource } from './file-source.ts';

/** Names of the two files that a folder of weights holds. */
export const cardFile = 'card.json';
export const tensorFile = 'weights.safetensors';

/** Weights as they lie on the disk. */
export interface WeightsFolder {
  readonly folder: string;
  readonly card: WeightsCard;
  /** Size of the tensors' file; undefined where it is missing. */
  readonly bytes: number | undefined;
}

/** @throws SidError SID_WEIGHTS_INVALID where there is no card, or it does not have the expected form */
export const readWeightsFolder = async (folder: string): Promise<WeightsFolder> => {
  const path = join(folder, cardFile);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new SidError('SID_WEIGHTS_INVALID', `"${path}" cannot be read: ${messageOf(error)}.`, { cause: error });
  });
  const card = parseCard(text, path);
  const bytes = await stat(join(folder, tensorFile)).then(
    ({ size }) => size,
    () => undefined,
  );
  return { folder, card, bytes };
};

const checkDigest = async (source: ByteSource, { digest }: WeightsCard): Promise<void> => {
  const actual = await sourceDigest(source);
  if (actual === digest) return;
  throw new SidError(
    'SID_WEIGHTS_INVALID',
    `"${source.name}" is not the file of its card: its digest is ${actual}, and the card says ${digest}. Fetch or import it again.`,
  );
};

/** The tensors of weights while `use` runs, once the file has proved to be the one of the card. */
export const withTensors = <T>({ folder, card }: WeightsFolder, use: (file: TensorFile) => Promise<T>): Promise<T> =>
  withByteSource(join(folder, tensorFile), async (source) => {
    await checkDigest(source, card);
    return use(await openSafetensors(source));
  });

/** Every tensor by name, as float32. */
export const loadTensors = (found: WeightsFolder): Promise<ReadonlyMap<string, Float32Array>> =>
  withTensors(found, async (file) => {
    const tensors = new Map<string, Float32Array>();
    for (const name of file.tensors.keys()) tensors.set(name, await file.read(name));
    return tensors;
  });
