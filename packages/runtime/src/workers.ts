import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SidError, type Workers } from '@sid/core';
import { Piscina } from 'piscina';

/** Threads that close with the run. */
export interface WorkerPool extends Workers, AsyncDisposable {}

const interrupted = (cause: unknown) =>
  new SidError('SID_INTERRUPTED', 'The run was stopped. The same command continues where it was.', { cause });

/**
 * Threads of this process. They start when the first task comes and each keeps the modules it has loaded.
 *
 * @param size - number of threads; by default one per core
 */
export const createWorkers = (signal: AbortSignal, size: number = availableParallelism()): WorkerPool => {
  let opened: Piscina | undefined;
  const pool = (): Piscina => {
    opened ??= new Piscina({ minThreads: 0, maxThreads: size, idleTimeout: 60_000 });
    return opened;
  };

  async function* map<I, O>(module: URL, inputs: Iterable<I>): AsyncGenerator<O> {
    const waiting: Promise<O>[] = [];
    const start = (input: I) => {
      const running: Promise<O> = pool().run(input, { filename: module.href, signal });
      // Awaited in order below; until then a rejection must not count as unhandled.
      running.catch(() => undefined);
      waiting.push(running);
    };
    const source = inputs[Symbol.iterator]();
    try {
      for (;;) {
        // Piscina hands out results without a turn of the event loop, so that a consumer that computes would never
        // let a signal in.
        await nextTurn();
        if (signal.aborted) throw interrupted(signal.reason);
        while (waiting.length < size * 2) {
          const next = source.next();
          if (next.done === true) break;
          start(next.value);
        }
        const first = waiting.shift();
        if (first === undefined) return;
        yield await first;
      }
    } catch (error) {
      throw signal.aborted && !(error instanceof SidError) ? interrupted(error) : error;
    }
  }

  return {
    size,
    map,
    [Symbol.asyncDispose]: async () => {
      await opened?.destroy();
      opened = undefined;
    },
  };
};
