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

/** The training configuration that makes weights of that tag. */
const configFor = async ({ origin, baseFolder }: Workspace, { config }: Method, tag: string): Promise<string> => {
  const files = [config.train ?? []].flat().map((file) => resolve(baseFolder, file));
  const tags: string[] = [];
  for (const file of files) {
    const { tag: made } = await readTrainingConfig(origin.cwd, file);
    if (made === tag) return file;
    tags.push(made);
  }
  throw new SidError(
    'SID_METHOD_UNFIT',
    files.length === 0
      ? `Its weights "${tag}" are not there, and it names no configuration to train them by ("train").`
      : `Its weights "${tag}" are not there, and what it names under "train" makes others: ${tags.join(', ')}.`,
  );
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
