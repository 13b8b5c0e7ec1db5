import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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

/** How fast one network is trained by one library. */
export interface TrainingFigure {
  readonly network: string;
  readonly parameters: number;
  readonly pairs: number;
  /** Wall clock, in the middle of all turns. */
  readonly pairsPerSecond: number;
}

type Case = readonly [name: string, preset: string];

const cases: readonly Case[] = [
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

/** Until what is written in JavaScript is compiled. */
const warmUpSteps = 15;

/** Seconds of the fastest step of a turn: by the clock, and of the processor over all threads of the process. */
interface Turn {
  readonly wall: number;
  readonly processor: number;
}

/** A network in training: what takes turns with others. */
interface Training extends AsyncDisposable {
  readonly library: string;
  readonly parameters: number;
  /** Where several processes have a part in it, the time of the processor says nothing. */
  readonly processes: number;
  turn(steps: number): Promise<Turn>;
}

const oneThread = (backend: string) => (backend === 'tfjs-node' ? { threads: 1 } : {});

/** As many parts as processes; a thread each, as `sid train` takes them. */
const openTraining = async (
  [name, preset]: Case,
  { runtime, device, name: backend }: ComputeBackend<TensorRuntime>,
  { processes, pairs }: { readonly processes: number; readonly pairs: number },
): Promise<Training> => {
  await runtime.activate();
  const network = networkOf(name, preset);
  const replicas = await openReplicas(
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
  const trainer = createTrainer({
    network,
    weights: initialWeights(network.parameters, 1),
    loss,
    optimiser: { kind: 'adamw' },
    seed: 1,
    parts: processes,
    replicas: replicas.all,
  });
  const batch = noise(network, pairs);
  const turn: Training['turn'] = async (steps) => {
    await runtime.activate();
    const fastest = { wall: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY };
    for (let step = 0; step < steps; step++) {
      const [start, before] = [performance.now(), process.cpuUsage()];
      await trainer.step(batch, 1e-3);
      const { user, system } = process.cpuUsage(before);
      fastest.wall = Math.min(fastest.wall, (performance.now() - start) / 1e3);
      fastest.processor = Math.min(fastest.processor, (user + system) / 1e6);
    }
    return fastest;
  };
  await turn(warmUpSteps);
  return {
    library: `TensorFlow.js, ${device}, processes: ${processes}`,
    parameters: countParameters(network.parameters.filter(({ trained }) => trained)),
    processes,
    turn,
    [Symbol.asyncDispose]: async () => {
      trainer[Symbol.dispose]();
      await replicas[Symbol.asyncDispose]();
    },
  };
};

/**
 * The same network, loss and optimiser in PyTorch, where SID_PYTHON names an interpreter that has it. Its threads wait
 * for each other busily, which counts as processor time.
 */
const openTwin = async (network: string, threads: number, pairs: number): Promise<Training | undefined> => {
  const python = process.env.SID_PYTHON;
  if (python === undefined) return undefined;
  const script = join(import.meta.dirname, 'twins/training.py');
  const child = spawn(python, [script, String(threads), String(pairs), network], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${script} ended before it had answered.`);
    return JSON.parse(value) as T;
  };
  const { library, parameters } = await answer<{ library: string; parameters: number }>();
  const turn: Training['turn'] = async (steps) => {
    child.stdin.write(`${steps}\n`);
    const { wall, processor } = await answer<{ wall: number[]; processor: number[] }>();
    return { wall: Math.min(...wall), processor: Math.min(...processor) };
  };
  await turn(warmUpSteps);
  return {
    library,
    parameters,
    processes: 1,
    turn,
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await once(child, 'close');
    },
  };
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

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Each in turn, so that what else happens on the machine meets all of them. */
const byTurns = async (
  trainings: readonly (readonly [string, Training])[],
  { rounds, steps }: { readonly rounds: number; readonly steps: number },
): Promise<ReadonlyMap<string, readonly Turn[]>> => {
  const turns = new Map(trainings.map(([key]) => [key, [] as Turn[]]));
  for (let round = 0; round < rounds; round++)
    for (const [key, training] of trainings) turns.get(key)?.push(await training.turn(steps));
  return turns;
};

const compared = (ours: readonly Turn[], theirs: readonly Turn[], of: keyof Turn): number =>
  middle(ours.map((turn, round) => turn[of] / (theirs[round]?.[of] ?? Number.NaN)));

/**
 * A training step of every small network on every backend that runs here, and how it compares with PyTorch: the middle
 * of the ratios of many short turns, which a machine that is now faster, now slower changes little.
 */
export const benchTraining = async ({
  pairs = 16,
  rounds = 15,
  steps = 3,
  threads = threadsOf(),
  networks = cases,
} = {}) => {
  const { opened, skipped } = await openBackends(threads);
  const measured: Record<string, { readonly library: string; readonly figures: TrainingFigure[] }> = {};
  const ratios: object[] = [];
  for (const each of networks) {
    const network = each.join(' ');
    await using open = new AsyncDisposableStack();
    const trainings: [string, Training][] = [];
    const twin = await openTwin(network, threads, pairs);
    if (twin !== undefined) trainings.push(['pytorch', open.use(twin)]);
    for (const { backend, processes } of opened)
      trainings.push([backend.name, open.use(await openTraining(each, backend, { processes, pairs }))]);
    const turns = await byTurns(trainings, { rounds, steps });
    for (const [key, { library, parameters, processes }] of trainings) {
      const own = turns.get(key) ?? [];
      measured[key] ??= { library, figures: [] };
      measured[key].figures.push({
        network,
        parameters,
        pairs,
        pairsPerSecond: pairs / middle(own.map((turn) => turn.wall)),
      });
      const theirs = turns.get('pytorch');
      if (theirs === undefined || key === 'pytorch') continue;
      ratios.push({
        backend: key,
        network,
        timesAsLongAsPyTorch: compared(own, theirs, 'wall'),
        ...(threads > 1 || processes > 1 ? {} : { cpuTimesAsLong: compared(own, theirs, 'processor') }),
      });
    }
  }
  return { threads, ...measured, ratios, skipped };
};
