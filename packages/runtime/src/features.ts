import { resolve } from 'node:path';
import { type FeatureSpec, type Matrix, SidError } from '@sid/core';
import { encodeNpy } from '@sid/dsp';
import { atomicWrite } from './atomic-write.ts';
import { readAudio } from './audio/index.ts';
import { givenOptions, parseOptions, type Use } from './options.ts';
import { pictureOfFeatures } from './picture.ts';
import type { Workspace } from './workspace.ts';

/** What a frontend makes of one file: `rows` bins × `cols` frames. */
export interface FileFeatures extends FeatureSpec {
  readonly matrix: Matrix;
}

/** Features of one file, `rows` bins × `cols` frames, and where they were written. */
export interface Features extends FeatureSpec {
  readonly rows: number;
  readonly cols: number;
  readonly files: readonly string[];
}

/** An array as `.npy`: float32, C order, `[rows, cols]`. */
export const writeNpy = (path: string, { rows, cols, data }: Matrix): Promise<void> =>
  atomicWrite(path, encodeNpy({ shape: [rows, cols], data }));

export interface FeaturesOptions {
  readonly file: string;
  readonly frontend: Use;
  /** Applies the frontend's normalisation to the whole picture, as if it were one window. */
  readonly normalise: boolean;
}

/** Extracts the features of one file. @throws SidError SID_AUDIO_*, SID_OPTIONS_INVALID, SID_COMPONENT_UNKNOWN */
export const featuresOf = async (
  workspace: Workspace,
  cwd: string,
  { file, frontend: use, normalise }: FeaturesOptions,
): Promise<FileFeatures> => {
  const { component } = workspace.registry.find('frontend', use.use);
  const where = `frontend ${use.use}`;
  const frontend = await workspace.wiring.create(
    component,
    parseOptions(component, givenOptions(component, use, where), where),
  );
  const path = resolve(cwd, file);
  const audio = await readAudio({ id: path, file: path }, frontend.spec.sampleRate, {
    maxHours: workspace.config.maxHours,
  });
  const picture = await frontend.extract(audio);
  if (normalise && frontend.normalise === undefined) {
    throw new SidError('SID_OPTIONS_INVALID', `The ${where} normalises nothing; ask for its picture as it is.`);
  }
  const matrix = normalise ? (frontend.normalise?.(picture) ?? picture) : picture;
  return { ...frontend.spec, matrix };
};

/** Extracts the features of one file and writes them as an array, a picture, or both. */
export const extractFeatures = async (
  workspace: Workspace,
  cwd: string,
  { out, png, ...wanted }: FeaturesOptions & { readonly out?: string; readonly png?: string },
): Promise<Features> => {
  const { matrix, ...spec } = await featuresOf(workspace, cwd, wanted);
  const files: string[] = [];
  if (out !== undefined) {
    files.push(resolve(cwd, out));
    await writeNpy(resolve(cwd, out), matrix);
  }
  if (png !== undefined) {
    files.push(resolve(cwd, png));
    await atomicWrite(resolve(cwd, png), pictureOfFeatures(matrix));
  }
  return { ...spec, rows: matrix.rows, cols: matrix.cols, files };
};
