import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Component, type ComputeBackend, createRandom, type Loss, type TrainingBatch } from '@sid/core';
import { asNetwork, countParameters, createTrainer, initialWeights, type Network } from '@sid/nn';
import backends from '@sid/plugin-backend-tfjs';
import encoders from '@sid/plugin-encoders';
import losses from '@sid/plugin-losses';
import { openReplicas } from '../../packages/runtime/src/train/replicas.ts';

/** How fast one kind of network is trained on one backend. */
export interface TrainingFigure {
  readonly network: string;
  readonly parameters: number;
  readonly pairs: number;
  /** Wall clock of the best step. */
  readonly pairsPerSecond: number;
  /**
   * Processor time of the step that took least, over all threads: comparable where others use the machine too. Absent
   * where several processes had a part in it.
   */
  readonly cpuSecondsPerStep?: number;
}

interface Measured {
  readonly library: string;
  readonly figures: readonly TrainingFigure[];
}

const cases = [
  ['resnet-ibn', 'tiny'],
  ['resnet-ibn', 'small'],
  ['gnn', 'tiny'],
  ['gnn', 'small'],
  ['siamese-resnet18', 'tiny'],
  ['siamese-resnet18', 'small'],
] as const;

const find = (components: readonly Component[], name: string): Component => {
  const found = components.find((component) => component.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};

const networkOf = (name: string, preset: string): Network => {
  const { options, presets, network } = find(encoders.components, name);
  if (network === undefined) throw new Error(`${name} cannot be trained.`);
  return asNetwork(network(options.parse(presets[preset])));
};

/** Noise: how long a step takes does not depend on what is learned. */
const noise = (network: Network, pairs: number): TrainingBatch => {
  const [rows = 0, cols = 0] = network.inputs[0]?.shape ?? [];
  const random = createRandom('batch');
  const rowsOf = Array.from({ length: 2 * pairs }, (_, i) => i);
  return {
    windows: rowsOf.map(() => ({
      rows,
      cols,
      data: Float32Array.from({ length: rows * cols }, () => random.normal()),
    })),
    views: rowsOf.map((i) => ({ side: i % 2 === 0 ? 'query' : 'reference', songs: [Math.floor(i / 2)] })),
  };
};

const warmUpSteps = 15;

interface Setting {
  readonly backend: string;
  /** As many parts and processes as `sid train` takes on this machine for a batch in that many parts. */
  readonly processes: number;
  readonly pairs: number;
  readonly runs: number;
}

const measure = async (
  [name, preset]: readonly [string, string],
  { backend, processes, pairs, runs }: Setting,
): Promise<TrainingFigure> => {
  const network = networkOf(name, preset);
  await using replicas = await openReplicas(
    {
      plugins: ['@sid/plugin-encoders', '@sid/plugin-backend-tfjs'].map((specifier) => ({
        specifier,
        url: import.meta.resolve(specifier),
      })),
      encoder: { name, given: find(encoders.components, name).presets[preset] },
      backend: { name: backend, settings: { prefer: [], with: {}, processes } },
      baseFolder: process.cwd(),
    },
    processes - 1,
  );
  const component = find(losses.components, 'nt-xent');
  const loss = (await component.create(component.options.parse({ temperature: 0.1 }), {})) as Loss;
  const weights = initialWeights(network.parameters, 1);
  using trainer = createTrainer({
    network,
    weights,
    loss,
    optimiser: { kind: 'adamw' },
    seed: 1,
    parts: processes,
    replicas: replicas.all,
  });
  const batch = noise(network, pairs);
  let wall = Number.POSITIVE_INFINITY;
  let processor = Number.POSITIVE_INFINITY;
  // Until what is written in JavaScript is compiled.
  for (let step = 0; step < warmUpSteps; step++) await trainer.step(batch, 1e-3);
  for (let run = 0; run < runs; run++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await trainer.step(batch, 1e-3);
    const { user, system } = process.cpuUsage(before);
    wall = Math.min(wall, (performance.now() - start) / 1e3);
    processor = Math.min(processor, (user + system) / 1e6);
  }
  const parameters = countParameters(network.parameters.filter(({ trained }) => trained));
  return {
    network: `${name} ${preset}`,
    parameters,
    pairs,
    pairsPerSecond: pairs / wall,
    ...(processes === 1 ? { cpuSecondsPerStep: processor } : {}),
  };
};

/**
 * The same networks, loss and optimiser in PyTorch, where SID_PYTHON names an interpreter that has it. Its threads wait
 * for each other busily, which counts as processor time: that is taken from a run with one thread.
 */
const twin = (threads: number, pairs: number, runs: number): Measured | undefined => {
  const python = process.env.SID_PYTHON;
  if (python === undefined) return undefined;
  const script = join(import.meta.dirname, 'twins/training.py');
  return JSON.parse(execFileSync(python, [script, ...[threads, pairs, runs].map(String)], { encoding: 'utf8' }));
};

/** On a machine that others use too, SID_BENCH_THREADS=1 makes processor time comparable: threads that wait use some. */
const threadsOf = (): number => Number(process.env.SID_BENCH_THREADS ?? availableParallelism());

/** A training step of every small network on every backend that runs here, and how it compares with PyTorch. */
export const benchTraining = async ({ pairs = 16, runs = 10, threads = threadsOf() } = {}) => {
  const measured: Record<string, Measured> = {};
  const skipped: Record<string, string> = {};
  const torch = twin(threads, pairs, runs);
  const single = threads === 1 ? torch : twin(1, pairs, runs);
  for (const component of backends.components as readonly Component<'backend'>[]) {
    const availability = await component.probe?.();
    if (availability?.ok === false || component.name === 'tfjs-cpu') {
      skipped[component.name] = availability?.ok === false ? availability.reason : 'far slower than any other';
      continue;
    }
    const processes = component.share === undefined ? 1 : threads;
    const options = component.options.parse(component.name === 'tfjs-node-gpu' ? { threads } : {});
    const backend: ComputeBackend = await component.create(component.share?.(options, processes) ?? options, {});
    const figures: TrainingFigure[] = [];
    for (const each of cases) figures.push(await measure(each, { backend: component.name, processes, pairs, runs }));
    measured[component.name] = { library: `TensorFlow.js, ${backend.device}, ${processes} processes`, figures };
  }
  const ratios = Object.entries(torch === undefined ? {} : measured).flatMap(([backend, { figures }]) =>
    figures.flatMap(({ network, pairsPerSecond, cpuSecondsPerStep }) => {
      const [other, alone] = [torch, single].map((each) => each?.figures.find((figure) => figure.network === network));
      if (other === undefined) return [];
      const processor =
        cpuSecondsPerStep === undefined || alone?.cpuSecondsPerStep === undefined
          ? {}
          : { cpuTimesAsLong: cpuSecondsPerStep / alone.cpuSecondsPerStep };
      return [{ backend, network, timesAsLongAsPyTorch: other.pairsPerSecond / pairsPerSecond, ...processor }];
    }),
  );
  return {
    threads,
    ...(torch === undefined ? {} : { pytorch: torch, pytorchOneThread: single }),
    ...measured,
    ratios,
    skipped,
  };
};
