import { relative, resolve } from 'node:path';
import { SidError } from '@sid/core';
import type { Method } from '../method.ts';
import { hasWeights } from '../weights/weights-store.ts';
import type { Workspace } from '../workspace.ts';
import { train } from './train.ts';
import { openTrainingWorkspace, readTrainingConfig } from './training-workspace.ts';

const tagOf = (options: unknown): string | undefined => {
  const weights = (options as { readonly weights?: unknown } | undefined)?.weights;
  return typeof weights === 'string' ? weights : undefined;
};

const isMissing = (error: unknown): boolean => error instanceof SidError && error.code === 'SID_CONFIG_NOT_FOUND';

/** The training configuration that makes weights of that tag. */
const configFor = async ({ origin, baseFolder }: Workspace, { config }: Method, tag: string): Promise<string> => {
  const files = [config.train ?? []].flat().map((file) => resolve(baseFolder, file));
  const others: string[] = [];
  for (const file of files) {
    try {
      const { tag: made } = await readTrainingConfig(origin.cwd, file);
      if (made === tag) return file;
      others.push(`"${file}" makes "${made}"`);
    } catch (error) {
      if (!isMissing(error)) throw error;
      others.push(`there is no file "${file}"`);
    }
  }
  const why = others.length === 0 ? 'it names no configuration to train them by ("train")' : others.join(', ');
  throw new SidError('SID_METHOD_UNFIT', `Its weights "${tag}" are not there, and ${why}.`);
};

const requireTag = async (workspace: Workspace, method: Method, tag: string, wanted: boolean): Promise<void> => {
  if (hasWeights(workspace.weights, tag)) return;
  const file = await configFor(workspace, method, tag);
  const { origin, logger, progress, signal } = workspace;
  if (!wanted) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      `Its weights "${tag}" are not there. Train them: sid train ${relative(origin.cwd, file)}, or all that lack theirs: --train.`,
    );
  }
  // In a workspace of its own, with the same cache.
  await using opened = await openTrainingWorkspace({ ...origin, config: file }, { logger, progress, signal });
  await train(opened);
};

/**
 * Makes sure that the weights a method names are there, the encoder's and then its re-ranker's, or those of its members:
 * trains them where that is wanted.
 *
 * @throws SidError SID_METHOD_UNFIT with the command that would train them
 */
export const requireWeights = async (workspace: Workspace, method: Method, wanted: boolean): Promise<void> => {
  const { parts } = method;
  if ('members' in parts) {
    for (const member of parts.members) await requireWeights(workspace, member.method, wanted);
  }
  if (!('encoder' in parts)) return;
  for (const part of [parts.encoder, parts.reranker]) {
    const tag = tagOf(part?.options);
    if (tag !== undefined) await requireTag(workspace, method, tag, wanted);
  }
};
