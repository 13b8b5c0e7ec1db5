import type { Audio, Frontend, Matrix } from '@sid/core';
import { type PackedBatch, packBatch } from './packed-batch.ts';
import { openStems } from './stem-file.ts';
import { openInThread, type ThreadComponent } from './thread-component.ts';

export interface ReferenceTask {
  readonly frontend: ThreadComponent<'frontend'>;
  readonly path: string;
  readonly windowFrames: number;
  readonly hopSeconds: number;
}

const opened = new Map<string, Promise<Frontend>>();

const frontendOf = (settings: ThreadComponent<'frontend'>): Promise<Frontend> => {
  const key = JSON.stringify(settings);
  const known = opened.get(key) ?? openInThread(settings);
  opened.set(key, known);
  return known;
};

const mixed = (id: string, stems: readonly Audio[]): Audio => {
  const samples = new Float32Array(stems[0]?.samples.length ?? 0);
  for (const stem of stems) {
    for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) + (stem.samples[i] ?? 0);
  }
  return { id, sampleRate: stems[0]?.sampleRate ?? 0, samples };
};

const cut = ({ rows, cols, data }: Matrix, start: number, frames: number): Matrix => {
  const out = new Float32Array(rows * frames);
  for (let row = 0; row < rows; row++) {
    out.set(data.subarray(row * cols + start, row * cols + start + frames), row * frames);
  }
  return { rows, cols: frames, data: out };
};

/** The windows of a whole song, as a retriever cuts them. */
export default async (task: ReferenceTask): Promise<PackedBatch> => {
  const frontend = await frontendOf(task.frontend);
  await using file = await openStems(task.path);
  const { id, frames } = file.header;
  const picture = await frontend.extract(mixed(id, await file.read(0, frames)));
  const hop = Math.max(1, Math.round(task.hopSeconds * frontend.spec.framesPerSecond));
  const windows: Matrix[] = [];
  for (let start = 0; start + task.windowFrames <= picture.cols; start += hop) {
    const window = cut(picture, start, task.windowFrames);
    windows.push(frontend.normalise?.(window) ?? window);
  }
  return packBatch({ windows, views: windows.map(() => ({ side: 'reference', songs: [0] })) }, [task.path]);
};
