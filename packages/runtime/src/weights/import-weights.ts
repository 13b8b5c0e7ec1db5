import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SidError, type WeightsCard } from '@sid/core';
import { cardText, fitTensors, openTensors, type StoredType, sizeOf, tagSchema, writeSafetensors } from '@sid/weights';
import { atomicWrite } from '../atomic-write.ts';
import { givenOptions, parseOptions } from '../options.ts';
import type { Registry } from '../registry.ts';
import { sourceDigest, withByteSource } from './file-source.ts';
import { finiteValues } from './finite-values.ts';
import { weightedComponent } from './weighted-component.ts';
import { cardFile, readWeightsFolder, tensorFile } from './weights-folder.ts';

/** What `sid weights import` was told. */
export interface ImportRequest {
  /** A safetensors file or a PyTorch checkpoint. */
  readonly file: string;
  readonly architecture: string;
  readonly preset?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly tag: string;
  /** Folder in which the weights get a folder of their own. */
  readonly to: string;
  readonly type: StoredType;
  /** Beginnings of the names of tensors that are not needed. */
  readonly ignore: readonly string[];
  /** Whether weights of that tag may be replaced. */
  readonly force: boolean;
  readonly licence: string;
  readonly summary?: string;
  readonly citation?: string;
}

export interface Imported {
  readonly folder: string;
  readonly card: WeightsCard;
  /** Tensors of the file that were not needed. */
  readonly left: readonly string[];
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: { update(data: Uint8Array): unknown }) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

const checkPlace = async (folder: string, { tag, force }: ImportRequest): Promise<void> => {
  const parsed = tagSchema.safeParse(tag);
  if (!parsed.success) {
    const why = parsed.error.issues[0]?.message ?? 'is no tag';
    throw new SidError('SID_OPTIONS_INVALID', `The tag "${tag}" ${why}.`);
  }
  const there = await readWeightsFolder(folder).catch(() => undefined);
  if (there !== undefined && !force) {
    throw new SidError(
      'SID_WEIGHTS_INVALID',
      `"${folder}" already holds weights. Choose another tag, or replace them with --force.`,
    );
  }
};

/**
 * Copies the tensors of a file into a folder of weights, under the names of the component's network. One tensor at a time
 * is held; the card is written last, so that a folder with a card is whole.
 *
 * @throws SidError SID_WEIGHTS_INVALID, which says what does not fit
 */
export const importWeights = async (registry: Registry, request: ImportRequest): Promise<Imported> => {
  const { file: path, architecture, preset, tag, type } = request;
  const folder = join(request.to, tag);
  await checkPlace(folder, request);
  const { component, layout } = weightedComponent(registry, architecture);
  const use = { use: architecture, with: request.options, preset };
  const options = parseOptions(component, givenOptions(component, use, architecture), architecture);
  const tensors = layout(options).tensors;
  const { weights: _, ...kept } = options as Readonly<Record<string, unknown>>;
  return withByteSource(path, async (source) => {
    const file = await openTensors(source);
    const { sources, left } = fitTensors(path, file, layout(options), request.ignore);
    const hash = createHash('sha256');
    const chunks = writeSafetensors(
      tensors.map(({ name, shape }) => ({ name, shape, values: () => finiteValues(file, sources.get(name) ?? name) })),
      type,
      { architecture, tag },
    );
    await rm(join(folder, cardFile), { force: true });
    await atomicWrite(join(folder, tensorFile), hashed(chunks, hash));
    const card: WeightsCard = {
      schema: 'sid.weights/1',
      tag,
      summary: request.summary ?? `Imported from ${basename(path)}.`,
      architecture,
      ...(preset === undefined ? {} : { preset }),
      options: kept,
      retrain: `Imported from ${basename(path)} (SHA-256 ${await sourceDigest(source)}).`,
      licence: request.licence,
      ...(request.citation === undefined ? {} : { citation: request.citation }),
      parameters: tensors.reduce((sum, { shape, trained }) => sum + (trained ? sizeOf(shape) : 0), 0),
      digest: hash.digest('hex'),
    };
    await atomicWrite(join(folder, cardFile), cardText(card));
    return { folder, card, left };
  });
};
