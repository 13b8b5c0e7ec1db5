import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  type Component,
  type ComputeBackend,
  createRandom,
  type Loss,
  type TensorRuntime,
  type TrainingBatch,
} from '@sid/core';
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
  readonly figures: TrainingFigure[];
}

const cases: readonly (readonly [string, string])[] = [
  ['resnet-ibn', 'tiny'],
  ['resnet-ibn', 'small'],
  ['gnn', 'tiny'],
  ['gnn', 'small'],
  ['siamese-resnet18', 'tiny'],
  ['siamese-resnet18', 'small'],
];

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
  /** As many parts as processes; a thread each, as `sid train` takes them. */
  readonly processes: number;
  readonly pairs: number;
  readonly runs: number;
}

const oneThread = (backend: string) => (backend === 'tfjs-node' ? { threads: 1 } : {});

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
      backend: { name: backend, settings: { prefer: [], with: { [backend]: oneThread(backend) }, processes } },
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
 * for each other busily, which counts as processor time.
 */
const twin = (threads: number, pairs: number, runs: number, network: string): Measured | undefined => {
  const python = process.env.SID_PYTHON;
  if (python === undefined) return undefined;
  const script = join(import.meta.dirname, 'twins/training.py');
  const given = [script, ...[threads, pairs, runs].map(String), network];
  return JSON.parse(execFileSync(python, given, { encoding: 'utf8' })) as Measured;
};

/** On a machine that others use too, SID_BENCH_THREADS=1 makes processor time comparable: threads that wait use some. */
const threadsOf = (): number => Number(process.env.SID_BENCH_THREADS ?? availableParallelism());

const openBackends = async (threads: number) => {
  const opened: { readonly backend: ComputeBackend<TensorRuntime>; readonly processes: number }[] = [];
  const skipped: Record<string, string> = {};
  for (const component of backends.components as readonly Component<'backend'>[]) {
    const { name, share } = component;
    const availability = await component.probe?.();
    if (availability?.ok === false || name === 'tfjs-cpu') {
      skipped[name] = availability?.ok === false ? availability.reason : 'far slower than any other';
      continue;
    }
    const options = component.options.parse(name === 'tfjs-node-gpu' ? { threads } : oneThread(name));
    const backend = (await component.create(options, {})) as ComputeBackend<TensorRuntime>;
    opened.push({ backend, processes: share === undefined ? 1 : threads });
  }
  return { opened, skipped };
};

const better = (a: TrainingFigure, b: TrainingFigure): TrainingFigure => ({
  ...(a.pairsPerSecond > b.pairsPerSecond ? a : b),
  cpuSecondsPerStep: Math.min(a.cpuSecondsPerStep ?? 0, b.cpuSecondsPerStep ?? 0),
});

/**
 * A training step of every small network on every backend that runs here, and how it compares with PyTorch: network by
 * network, PyTorch before and after each, so that what else happens on the machine meets both.
 */
export const benchTraining = async ({ pairs = 16, runs = 10, threads = threadsOf(), networks = cases } = {}) => {
  const { opened, skipped } = await openBackends(threads);
  const measured: Record<string, Measured> = {};
  const ratios: object[] = [];
  const note = (key: string, library: string, figure: TrainingFigure): void => {
    measured[key] ??= { library, figures: [] };
    measured[key].figures.push(figure);
  };
  for (const [name, preset] of networks) {
    const network = `${name} ${preset}`;
    const before = twin(threads, pairs, runs, network);
    const found: [string, TrainingFigure][] = [];
    for (const { backend, processes } of opened) {
      await backend.runtime.activate();
      // As often as PyTorch, which has its turn twice.
      const figure = await measure([name, preset], { backend: backend.name, processes, pairs, runs: 2 * runs });
      note(backend.name, `TensorFlow.js, ${backend.device}, processes: ${processes}`, figure);
      found.push([backend.name, figure]);
    }
    const after = twin(threads, pairs, runs, network);
    const [first, last] = [before?.figures[0], after?.figures[0]];
    if (before === undefined || first === undefined || last === undefined) continue;
    const other = better(first, last);
    note('pytorch', before.library, other);
    for (const [backend, { pairsPerSecond, cpuSecondsPerStep }] of found)
      ratios.push({
        backend,
        network,
        timesAsLongAsPyTorch: other.pairsPerSecond / pairsPerSecond,
        ...(threads > 1 || cpuSecondsPerStep === undefined || other.cpuSecondsPerStep === undefined
          ? {}
          : { cpuTimesAsLong: cpuSecondsPerStep / other.cpuSecondsPerStep }),
      });
  }
  return { threads, ...measured, ratios, skipped };
};
