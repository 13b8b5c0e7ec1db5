import { SidError } from '@sid/core';
import type { Result } from '@sid/eval';
import * as z from 'zod';
import { boardOf, type Manifest, manifestSchema, type Outcome, writeBoard } from './leaderboard.ts';
import { resolveProtocol } from './protocol.ts';
import { resultFolder } from './results.ts';
import type { Workspace } from './workspace.ts';

/**
 * Rebuilds the leaderboard of the last comparison from stored results; needs no audio. Metrics and protocol are those
 * of a configuration file where there is one, else those of that comparison.
 */
export const report = async (workspace: Workspace): Promise<Outcome> => {
  const folder = resultFolder(workspace.results, (await workspace.dataset()).info.name);
  const text = await folder.read('leaderboard.json');
  const again = 'Run "sid compare" with the same configuration first.';
  if (text === undefined) {
    throw new SidError('SID_RESULT_INVALID', `There is no leaderboard in "${folder.path}". ${again}`);
  }
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new SidError(
      'SID_RESULT_INVALID',
      `"${folder.path}/leaderboard.json": ${z.prettifyError(parsed.error)} ${again}`,
    );
  }
  const truth = await folder.readTruth(parsed.data.truth);
  if (truth === undefined) throw new SidError('SID_RESULT_INVALID', `The truth of "${folder.path}" is gone. ${again}`);
  const results: Result[] = [];
  for (const { name, run } of parsed.data.runs) {
    const result = await folder.readResult(name, run);
    if (result === undefined) {
      throw new SidError('SID_RESULT_INVALID', `The result ${name}/${run} in "${folder.path}" is gone. ${again}`);
    }
    results.push(result);
  }
  const { protocol, extraMetrics } = await resolveProtocol(workspace);
  const { baseline } = workspace.config;
  const manifest: Manifest =
    workspace.configFile === undefined
      ? parsed.data
      : {
          ...parsed.data,
          protocol: { ...protocol, metrics: [...protocol.metrics] },
          ...(baseline === undefined ? {} : { baseline }),
        };
  return writeBoard(workspace, folder, boardOf(extraMetrics, truth, results, manifest));
};
