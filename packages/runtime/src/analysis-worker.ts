import { type Analysis, type ErrorCode, messageOf, type Recording, SidError, type Side } from '@sid/core';
import { type AnalysisSeconds, readAnalysis, writeAnalysis } from './analysis-file.ts';
import { readAudio } from './audio/index.ts';
import { type Listener, type ListenerSettings, openListener } from './listener.ts';
import { freeSpentBuffers } from './spent-buffers.ts';

export interface AnalysisTask {
  readonly listener: ListenerSettings;
  readonly recording: Recording;
  readonly side: Side;
  readonly maxHours: number;
  /** Where the analysis lies in the cache, or goes. */
  readonly path: string;
}

export type AnalysisOutcome =
  | { readonly ok: true; readonly analysis: Analysis; readonly seconds: AnalysisSeconds }
  | {
      readonly ok: false;
      readonly recording: Recording;
      readonly code: ErrorCode;
      readonly message: string;
      readonly suggestions: readonly string[];
    };

const opened = new Map<string, Promise<Listener>>();

const listenerOf = (settings: ListenerSettings): Promise<Listener> => {
  const key = JSON.stringify(settings);
  const known = opened.get(key);
  if (known !== undefined) return known;
  const opening = openListener(settings);
  opened.set(key, opening);
  return opening;
};

/** CPU time of this thread where Node tells it (from 23.9), else wall-clock time. */
const seconds = (): number => {
  const usage = process.threadCpuUsage?.();
  return usage === undefined ? performance.now() / 1e3 : (usage.user + usage.system) / 1e6;
};

const analyse = async ({ listener: settings, recording, side, maxHours, path }: AnalysisTask) => {
  const stored = await readAnalysis(path, recording.id);
  if (stored !== undefined) return stored;
  const listener = await listenerOf(settings);
  const start = seconds();
  const audio = await readAudio(recording, listener.sampleRate, { maxHours });
  const decoded = seconds();
  const analysis = await listener.analyse(audio, side);
  const made = { analysis, seconds: { decode: decoded - start, analyse: seconds() - decoded } };
  await writeAnalysis(path, made);
  return made;
};

/** Decodes and analyses one recording, or finds that this was done before. */
export default async (task: AnalysisTask): Promise<AnalysisOutcome> => {
  try {
    return { ok: true, ...(await analyse(task)) };
  } catch (error) {
    const { recording } = task;
    const known = error instanceof SidError ? error : undefined;
    return {
      ok: false,
      recording,
      code: known?.code ?? 'SID_METHOD_FAILED',
      message: known?.message ?? `"${recording.id}" (${recording.file}) could not be analysed: ${messageOf(error)}`,
      suggestions: known?.suggestions ?? [],
    };
  } finally {
    freeSpentBuffers();
  }
};
