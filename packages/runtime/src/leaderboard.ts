import type { Metric } from '@sid/core';
import { type Board, evaluate, type Result, type Truth } from '@sid/eval';
import * as z from 'zod';
import { givenOptions, parseOptions } from './options.ts';
import type { ResultFolder } from './results.ts';
import type { Workspace } from './workspace.ts';

/** A leaderboard and the files it was written to. */
export interface Outcome {
  readonly board: Board;
  readonly files: readonly string[];
}

const unavailableSchema = z.strictObject({
  name: z.string(),
  status: z.enum(['skipped', 'failed']),
  reason: z.string(),
});

const protocolSchema = z.strictObject({
  metrics: z.array(z.string()),
  interval: z.enum(['normal', 'bootstrap']),
  ties: z.enum(['expectation', 'listOrder', 'pessimistic']),
  toleranceSeconds: z.number(),
  bootstrapSamples: z.number(),
  permutations: z.number(),
  seed: z.number(),
});

/** Which stored results make a leaderboard: what `report` needs besides them. */
export const manifestSchema = z.strictObject({
  schema: z.literal('sid.leaderboard/1'),
  truth: z.string(),
  runs: z.array(z.strictObject({ name: z.string(), run: z.string() })),
  unavailable: z.array(unavailableSchema),
  baseline: z.string().exactOptional(),
  protocol: protocolSchema,
});
export type Manifest = z.output<typeof manifestSchema>;

/** Evaluates the results that a manifest names. */
export const boardOf = (
  extraMetrics: readonly Metric[],
  truth: Truth,
  results: readonly Result[],
  { unavailable, protocol, baseline: wanted }: Manifest,
): Board => {
  const named = [...results.map(({ method }) => method), ...unavailable.map(({ name }) => name)];
  // A sweep gives its methods longer names; the first variant of the baseline then stands for it.
  const baseline = named.find((name) => name === wanted || name.startsWith(`${wanted}[`));
  return evaluate(truth, results, unavailable, protocol, {
    extraMetrics,
    ...(baseline === undefined ? {} : { baseline }),
  });
};

/** Writes the board and what the reporters make of it. */
export const writeBoard = async (workspace: Workspace, folder: ResultFolder, board: Board): Promise<Outcome> => {
  const files = [await folder.write('board.json', `${JSON.stringify(board, null, 1)}\n`)];
  for (const use of workspace.config.reporters) {
    const { component } = workspace.registry.find('reporter', use.use);
    const where = `reporters.${use.use}`;
    const options = parseOptions(component, givenOptions(component, use, where), where);
    const reporter = await workspace.wiring.create(component, options);
    files.push(await folder.write(reporter.fileName, await reporter.render(board)));
  }
  return { board, files };
};
