import { createRandom, type Matrix, SidError } from '@sid/core';
import { createEncoderGraph, untrainedWeights } from '@sid/nn';
import { onnxCpu } from '@sid/plugin-backend-onnx';
import {
  gnnNetwork,
  gnnOptions,
  gnnPresets,
  resnetIbnNetwork,
  resnetIbnOptions,
  resnetIbnPresets,
  siameseResnet18Network,
  siameseResnet18Options,
  siameseResnet18Presets,
} from '@sid/plugin-encoders';

/** How fast an encoder embeds. */
export interface EncoderFigure {
  readonly encoder: string;
  readonly bins: number;
  readonly frames: number;
  readonly batch: number;
  readonly threads: number;
  /** Wall clock; the best of some runs. */
  readonly windowsPerSecond: number;
  /** Windows per second of processor time, all threads together; the best of these runs. */
  readonly windowsPerCpuSecond: number;
}

const cases = [
  ['gnn tiny', gnnNetwork(gnnOptions.parse(gnnPresets.tiny))],
  ['resnet-ibn tiny', resnetIbnNetwork(resnetIbnOptions.parse(resnetIbnPresets.tiny))],
  ['siamese-resnet18 tiny', siameseResnet18Network(siameseResnet18Options.parse(siameseResnet18Presets.tiny))],
  ['gnn bhattacharjee-2025', gnnNetwork(gnnOptions.parse(gnnPresets['bhattacharjee-2025']))],
  ['resnet-ibn cheston-2025', resnetIbnNetwork(resnetIbnOptions.parse(resnetIbnPresets['cheston-2025']))],
  [
    'siamese-resnet18 128×216',
    siameseResnet18Network(siameseResnet18Options.parse({ ...siameseResnet18Presets['erdos-2024'], frames: 216 })),
  ],
] as const;

/** Every encoder on onnxruntime's CPU provider, with random weights. */
export const benchEncoders = async ({ batch = 32, threads = 2, runs = 4 } = {}): Promise<readonly EncoderFigure[]> => {
  const backend = await onnxCpu.create(onnxCpu.options.parse({ threads }), {});
  const random = createRandom('encoders');
  const figures: EncoderFigure[] = [];
  for (const [encoder, network] of cases) {
    const [bins = 0, frames = 0] = network.inputs[0]?.shape ?? [];
    const weights = untrainedWeights(network, 1);
    const graph = createEncoderGraph({ network, options: {}, hopFrames: frames, weights, backend: backend as never });
    const windows = Array.from({ length: batch }, (): Matrix => {
      const data = Float32Array.from({ length: bins * frames }, () => random.next());
      return { rows: bins, cols: frames, data };
    });
    let best = Number.POSITIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    await graph.encode(windows);
    for (let run = 0; run < runs; run++) {
      const [start, before] = [performance.now(), process.cpuUsage()];
      const { rows } = await graph.encode(windows);
      if (rows !== batch) throw new SidError('SID_METHOD_FAILED', `${encoder} embedded ${rows} of ${batch} windows.`);
      best = Math.min(best, (performance.now() - start) / 1e3);
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, (user + system) / 1e6);
    }
    const rates = { windowsPerSecond: batch / best, windowsPerCpuSecond: batch / least };
    figures.push({ encoder, bins, frames, batch, threads, ...rates });
    await graph[Symbol.asyncDispose]();
  }
  await backend[Symbol.asyncDispose]();
  return figures;
};
