import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, SidError } from '@sid/core';
import { openSafetensors, writeSafetensors } from '@sid/weights';
import * as z from 'zod';
import { atomicWrite } from '../atomic-write.ts';
import { withByteSource } from '../weights/file-source.ts';

const progressSchema = z.strictObject({
  schema: z.literal('sid.checkpoint/1'),
  /** What the run depends on, by dotted key. */
  identity: z.record(z.string(), z.unknown()),
  step: z.int().min(0),
  seconds: z.number(),
  history: z.strictObject({
    mean: z.number(),
    weight: z.number(),
    best: z.number().nullable(),
    since: z.number(),
    drops: z.number(),
  }),
  best: z.strictObject({ step: z.int(), value: z.number(), metrics: z.record(z.string(), z.number()) }).nullable(),
  /** Step of the last validation. */
  validated: z.int().min(0),
  /** Validations since the best one. */
  sinceBest: z.int().min(0),
});

/** How far a run is, besides its tensors. */
export type TrainingProgress = z.output<typeof progressSchema>;

type Tensors = ReadonlyMap<string, Float32Array>;

const checkpointFile = 'checkpoint.safetensors';

const bestFile = (step: number): string => `best-${step}.safetensors`;

const write = (path: string, tensors: Tensors, metadata: Readonly<Record<string, string>>): Promise<void> =>
  atomicWrite(
    path,
    writeSafetensors(
      [...tensors].map(([name, values]) => ({ name, shape: [values.length], values: () => values })),
      'F32',
      metadata,
    ),
  );

const read = (path: string): Promise<{ tensors: Tensors; metadata: Readonly<Record<string, string>> }> =>
  withByteSource(path, async (source) => {
    const file = await openSafetensors(source);
    const tensors = new Map<string, Float32Array>();
    for (const name of file.tensors.keys()) tensors.set(name, await file.read(name));
    return { tensors, metadata: file.metadata };
  });

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const removeHalves = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.endsWith('.part')) await rm(join(folder, name), { force: true });
};

/**
 * Where a run keeps its state. The checkpoint is one file that is replaced as a whole, so that a process killed at any
 * moment leaves one that was consistent; the best weights are written before a checkpoint that refers to them.
 */
export interface CheckpointFolder {
  readonly path: string;
  /** Also removes what a killed process left half-written: only one may work here at a time. */
  load(): Promise<{ readonly progress: TrainingProgress; readonly tensors: Tensors } | undefined>;
  save(progress: TrainingProgress, tensors: Tensors): Promise<void>;
  saveBest(step: number, weights: Tensors): Promise<void>;
  loadBest(step: number): Promise<Tensors>;
  /** Forgets the checkpoint: the next run starts anew. */
  clear(): Promise<void>;
}

export const checkpointFolder = (path: string): CheckpointFolder => {
  const file = join(path, checkpointFile);
  return {
    path,
    load: async () => {
      await removeHalves(path);
      if (!(await exists(file))) return undefined;
      try {
        const { tensors, metadata } = await read(file);
        const progress = progressSchema.parse(JSON.parse(String(metadata.progress)));
        return { progress, tensors };
      } catch (error) {
        throw new SidError('SID_TRAINING_FAILED', `The checkpoint "${file}" cannot be read: ${messageOf(error)}`, {
          cause: error,
          suggestions: ['Start anew with --restart.'],
        });
      }
    },
    save: async (progress, tensors) => {
      await write(file, tensors, { progress: JSON.stringify(progress) });
      const kept = progress.best === null ? '' : bestFile(progress.best.step);
      for (const name of await readdir(path)) {
        if (/^best-\d+\.safetensors$/.test(name) && name !== kept) await rm(join(path, name), { force: true });
      }
    },
    saveBest: (step, weights) => write(join(path, bestFile(step)), weights, {}),
    loadBest: async (step) => (await read(join(path, bestFile(step)))).tensors,
    clear: async () => {
      await rm(file, { force: true });
    },
  };
};
