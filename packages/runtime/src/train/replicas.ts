import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, errorCodes, SidError } from '@sid/core';
import type { Replica } from '@sid/nn';
import { createFrameReader, encodeFrame } from './frame.ts';
import {
  type Answer,
  forwardMessage,
  type Message,
  type ReplicaSettings,
  type Reply,
  resultsOf,
} from './replica-message.ts';
import { openRoom } from './room.ts';
import { workerModule } from './worker-module.ts';

/** Processes that close with the run. */
export interface Replicas extends AsyncDisposable {
  readonly all: readonly Replica[];
  readonly pids: readonly number[];
}

const lastWords = 2000;

const lost = (child: ChildProcess, said: string): SidError => {
  const how = child.signalCode === null ? `with code ${child.exitCode}` : `by ${child.signalCode}`;
  const words = said.trim();
  return new SidError(
    'SID_REPLICA_LOST',
    `A process that trains beside this one (${child.pid}) was ended ${how}. Nothing of the step was kept.${words === '' ? '' : ` Its last words:\n${words}`}`,
    { suggestions: ['The same command continues. Where memory is short, --processes 1 trains in one process.'] },
  );
};

const failure = ({ code, message, suggestions }: Extract<Answer, { kind: 'failed' }>): Error =>
  code !== undefined && code in errorCodes
    ? new SidError(code as ErrorCode, message, { suggestions })
    : new Error(`In a process that trains beside this one: ${message}`);

/** One process, and a line to it: every message has one answer, in order. */
const startProcess = () => {
  const module = fileURLToPath(workerModule('replica-process'));
  const source = module.endsWith('.ts') ? ['--conditions=@sid/source'] : [];
  const [given, found] = [openRoom(), openRoom()];
  const child = spawn(process.execPath, [...source, module], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', given.file, found.file],
  });
  const line = child.stdio[3] as Duplex;
  const waiting: { done(reply: Reply): void; fail(error: unknown): void }[] = [];
  let said = '';
  let gone: unknown;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-lastWords);
  });
  const ended = new Promise<void>((resolve) => {
    const end = (error: unknown): void => {
      gone ??= error;
      for (const { fail } of waiting.splice(0)) fail(gone);
      resolve();
    };
    child.once('error', end);
    child.once('close', () => end(lost(child, said)));
  });
  line.on(
    'data',
    createFrameReader(({ head, lengths }) =>
      waiting.shift()?.done({ head: head as Answer, arrays: found.read(lengths) }),
    ),
  );
  // A line that breaks is a process that ended, which says more.
  line.on('error', () => undefined);
  return {
    pid: child.pid,
    /** Resolves when the message has been handed over. */
    ask: async ({ head, arrays }: Message): Promise<{ readonly answer: Promise<Reply> }> => {
      if (gone !== undefined) throw gone;
      // Greetings of libraries are no last words.
      said = '';
      const reply = new Promise<Reply>((done, fail) => waiting.push({ done, fail }));
      const answer = reply.then((said) => {
        if (said.head.kind === 'failed') throw failure(said.head);
        return said;
      });
      // Whoever asked looks at it later.
      answer.catch(() => undefined);
      given.write(arrays);
      const bytes = encodeFrame({ head, lengths: arrays.map(({ length }) => length) });
      await Promise.race([new Promise<void>((done) => line.write(bytes, () => done())), ended]);
      return { answer };
    },
    end: async (): Promise<void> => {
      // It keeps nothing that could be lost.
      child.kill('SIGKILL');
      line.destroy();
      await ended;
      given.close();
      found.close();
    },
  };
};

/** @throws SidError SID_REPLICA_LOST, and whatever hinders one from opening its network or backend */
export const openReplicas = async (settings: ReplicaSettings, count: number): Promise<Replicas> => {
  const processes = Array.from({ length: count }, startProcess);
  const end = async (): Promise<void> => {
    await Promise.all(processes.map((each) => each.end()));
  };
  try {
    await Promise.all(
      processes.map(async ({ ask }) => (await ask({ head: { kind: 'open', settings }, arrays: [] })).answer),
    );
  } catch (error) {
    await end();
    throw error;
  }
  return {
    pids: processes.flatMap(({ pid }) => pid ?? []),
    all: processes.map(
      ({ ask }): Replica => ({
        forward: async (task) => {
          const { answer } = await ask(forwardMessage(task));
          return { outputs: answer.then(({ arrays }) => arrays) };
        },
        backward: async (slopes) => {
          const { answer } = await ask({ head: { kind: 'backward' }, arrays: slopes });
          return {
            results: answer.then(({ head, arrays }) => (head.kind === 'results' ? resultsOf(head, arrays) : [])),
          };
        },
      }),
    ),
    [Symbol.asyncDispose]: end,
  };
};
