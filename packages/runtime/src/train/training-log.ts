import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { atomicWrite } from '../atomic-write.ts';

/** One step, or one validation. */
export type LogEntry =
  | {
      readonly step: number;
      readonly loss: number;
      readonly learningRate: number;
      readonly gradientNorm: number;
      /** Songs in the batch. */
      readonly items: number;
      /** Since the start of the run. */
      readonly seconds: number;
      /** Of these, how long this step waited for its batch. */
      readonly waitedSeconds: number;
      readonly lossVariables?: Readonly<Record<string, number>>;
    }
  | { readonly step: number; readonly seconds: number; readonly validation: Readonly<Record<string, number>> };

/** A file of JSON lines: everything that was measured while training. */
export interface TrainingLog extends AsyncDisposable {
  readonly entries: readonly LogEntry[];
  add(entry: LogEntry): Promise<void>;
}

const parse = (line: string): LogEntry | undefined => {
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    // A process that was killed while it wrote.
    return undefined;
  }
};

/** Continues a log after `step`: lines of later steps, which will be done again, are dropped. */
export const openTrainingLog = async (path: string, step: number): Promise<TrainingLog> => {
  await mkdir(dirname(path), { recursive: true });
  const text = await readFile(path, 'utf8').catch(() => '');
  const entries = text
    .split('\n')
    .map(parse)
    .filter((entry) => entry !== undefined && entry.step <= step)
    .filter((entry) => entry !== undefined);
  await atomicWrite(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const handle = await open(path, 'a');
  return {
    entries,
    add: async (entry) => {
      entries.push(entry);
      await handle.appendFile(`${JSON.stringify(entry)}\n`);
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
};
