import { resolve } from 'node:path';
import { type LeftOut, type Matrix, SidError } from '@sid/core';
import { atomicWrite } from './atomic-write.ts';
import { audioFiles } from './audio-files.ts';
import { surveyFiles } from './catalogue.ts';
import { writeNpy } from './features.ts';
import { listen } from './listen.ts';
import { resolveMethods } from './method.ts';
import { openMethod } from './open-method.ts';
import { givenOptions, parseOptions, type Use } from './options.ts';
import type { Workspace } from './workspace.ts';

/** The part of a file that a row of embeddings stands for, in seconds. */
export interface EmbeddedWindow {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** Embeddings of files, one unit row per window. */
export interface Embeddings {
  readonly windows: readonly EmbeddedWindow[];
  readonly vectors: Matrix;
  /** Files that could not be used, and why. */
  readonly leftOut: readonly LeftOut[];
}

/** Embeds the windows of files, or of the audio files below folders, with an embedding method of the configuration. */
export const embeddingsOf = async (
  workspace: Workspace,
  cwd: string,
  paths: readonly string[],
  methodName: string,
): Promise<Embeddings> => {
  const methods = resolveMethods(workspace.config, workspace.registry);
  const embedding = methods.filter(({ parts }) => 'encoder' in parts);
  const method = embedding.find(({ name }) => name === methodName);
  if (method === undefined) {
    const known = embedding.map(({ name }) => name).join(', ') || 'none';
    throw new SidError('SID_CONFIG_INVALID', `No method with an encoder is called "${methodName}". Known: ${known}.`);
  }
  const surveyed = await surveyFiles(workspace, await audioFiles(cwd, paths), 'reference');
  const wiring = workspace.wiring.child();
  try {
    const open = await openMethod(workspace, wiring, method, surveyed);
    const windows: EmbeddedWindow[] = [];
    const parts: Float32Array[] = [];
    const leftOut: LeftOut[] = [...surveyed.collection.leftOut];
    const recordings = surveyed.collection.references;
    const task = workspace.progress.start('Embedding', recordings.length);
    try {
      for await (const outcome of listen(workspace, open, surveyed, recordings, 'reference')) {
        task.advance();
        if (!outcome.ok) {
          leftOut.push({ id: outcome.recording.id, file: outcome.recording.file, reason: outcome.message });
          continue;
        }
        const { id, arrays } = outcome.analysis;
        const times = arrays.times ?? new Float64Array(0);
        for (let i = 0; i < times.length; i += 2)
          windows.push({ file: id, from: times[i] ?? 0, to: times[i + 1] ?? 0 });
        parts.push(arrays.vectors instanceof Float32Array ? arrays.vectors : new Float32Array(0));
      }
    } finally {
      task.end();
    }
    const data = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      data.set(part, at);
      at += part.length;
    }
    const rows = windows.length;
    return { windows, vectors: { rows, cols: rows === 0 ? 0 : data.length / rows, data }, leftOut };
  } finally {
    await wiring[Symbol.asyncDispose]();
  }
};

/** What the rows of an array of embeddings stand for. */
export interface Embedded {
  readonly rows: readonly EmbeddedWindow[];
  readonly dims: number;
  readonly out: string;
  readonly leftOut: readonly LeftOut[];
}

/** The same, written as an array: float32, C order, `[windows, dims]`. */
export const embed = async (
  workspace: Workspace,
  cwd: string,
  paths: readonly string[],
  methodName: string,
  out: string,
): Promise<Embedded> => {
  const { windows, vectors, leftOut } = await embeddingsOf(workspace, cwd, paths, methodName);
  await writeNpy(resolve(cwd, out), vectors);
  return { rows: windows, dims: vectors.cols, out: resolve(cwd, out), leftOut };
};

/** Writes the network of an encoder, with its weights, as an ONNX model. */
export const exportEncoder = async (
  workspace: Workspace,
  cwd: string,
  use: Use,
  out: string,
): Promise<{ readonly out: string; readonly bytes: number }> => {
  const { component } = workspace.registry.find('encoder', use.use);
  const where = `--encoder ${use.use}`;
  const options = parseOptions(component, givenOptions(component, use, where), where);
  const encoder = await workspace.wiring.create(component, options);
  if (encoder.exportOnnx === undefined) {
    throw new SidError('SID_EXPORT_UNSUPPORTED', `The encoder "${use.use}" has no network of its own to export.`);
  }
  const model = await encoder.exportOnnx();
  await atomicWrite(resolve(cwd, out), model);
  return { out: resolve(cwd, out), bytes: model.length };
};
