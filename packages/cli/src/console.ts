import type { Logger, Progress } from '@sid/core';
import { createLiveLines } from './live-lines.ts';
import { barProgress, type Clock, lineProgress, silentProgress } from './progress.ts';
import { painter } from './style.ts';

/** What goes to stderr while a command works: messages and progress, on one stream, out of each other's way. */
export interface Console {
  readonly logger: Logger;
  readonly progress: Progress;
  print(text: string): void;
  /** Takes progress off the screen; open tasks stay invisible. */
  clear(): void;
}

export interface ConsoleOptions {
  readonly stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  /** Warnings only, and no progress. */
  readonly quiet: boolean;
  /** Progress only where someone watches: on a terminal. */
  readonly json: boolean;
  readonly debug: boolean;
  readonly clock?: Clock;
}

export const createConsole = (options: ConsoleOptions): Console => {
  const { stream, quiet, json, debug, clock = () => performance.now() } = options;
  const terminal = stream.isTTY === true;
  const lines = createLiveLines(stream);
  const paint = painter(stream);
  const print = (text: string): void => lines.print(text);
  const plain = quiet || json;
  const bars = terminal && !quiet ? barProgress(lines, clock) : undefined;
  return {
    progress: bars ?? (plain ? silentProgress : lineProgress(print, clock)),
    print,
    clear: () => bars?.stop(),
    logger: {
      debug: (message) => {
        if (debug) print(paint('dim', message));
      },
      info: (message) => {
        if (!plain) print(message);
      },
      warn: (message) => print(`${paint('yellow', 'Warning:')} ${message}`),
    },
  };
};
