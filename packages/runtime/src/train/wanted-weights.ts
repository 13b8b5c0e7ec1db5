import { relative, resolve } from 'node:path';
import { SidError } from '@sid/core';
import type { Method } from '../method.ts';
import { hasWeights } from '../weights/weights-store.ts';
import type { Workspace } from '../workspace.ts';
import { train } from './train.ts';
import { openTrainingWorkspace } from './training-workspace.ts';

const tagOf = (options: unknown): string | undefined => {
  const { weights } = options as { readonly weights?: unknown };
  return typeof weights === 'string' ? weights : undefined;
};

/** Trains in a workspace of its own, with the same cache and threads. */
const trainFor = async (workspace: Workspace, config: string, tag: string): Promise<void> => {
  const { origin, logger, progress, signal } = workspace;
  await using opened = await openTrainingWorkspace({ ...origin, config }, { logger, progress, signal });
  if (opened.config.tag !== tag) {
    throw new SidError(
      'SID_CONFIG_INVALID',
      `The method asks for the weights "${tag}", and "${config}" makes "${opened.config.tag}".`,
    );
  }
  await train(opened);
};

/**
 * Makes sure that the weights a method names are there: trains them where that is wanted.
 *
 * @throws SidError SID_METHOD_UNFIT with the command that would train them
 */
export const requireWeights = async (
  workspace: Workspace,
  { config, parts }: Method,
  wanted: boolean,
): Promise<void> => {
  if ('members' in parts) {
    for (const { method } of parts.members) await requireWeights(workspace, method, wanted);
    return;
  }
  if (!('encoder' in parts)) return;
  const tag = tagOf(parts.encoder.options);
  if (tag === undefined || hasWeights(workspace.weights, tag)) return;
  if (config.train === undefined) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      `Its weights "${tag}" are not there, and it names no configuration to train them by ("train").`,
    );
  }
  const file = resolve(workspace.baseFolder, config.train);
  if (wanted) return trainFor(workspace, file, tag);
  throw new SidError(
    'SID_METHOD_UNFIT',
    `Its weights "${tag}" are not there. Train them: sid train ${relative(workspace.origin.cwd, file)}, or all that lack theirs: --train.`,
  );
};
