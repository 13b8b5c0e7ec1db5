import { SidError } from '@sid/core';
import type { Console } from './console.ts';

export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Lets a command stop in good order: the first Ctrl-C (or termination) asks, the second ends the process. What is
 * finished is on disk by then either way, since results and cache are written whole or not at all.
 */
export const catchInterruption = (console: Console): Interruption => {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) {
      console.clear();
      process.exit(130);
    }
    controller.abort(interrupted());
    console.print('Stopping; once more stops at once.');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    },
  };
};

export const interrupted = (cause?: unknown): SidError =>
  new SidError('SID_INTERRUPTED', 'Stopped. What was finished is kept: the same command continues from there.', {
    cause,
  });
