import type { Progress } from '@sid/core';
import { type Counter, count, createCounter } from './counter.ts';
import type { LiveLines } from './live-lines.ts';
import { bar, countText, duration } from './progress-text.ts';

/** Milliseconds of a clock that never jumps. */
export type Clock = () => number;

const drawEveryMs = 100;
const tellEveryMs = 5_000;

/** Progress that can be taken off the screen while tasks are still open. */
export interface StoppableProgress extends Progress {
  stop(): void;
}

export const silentProgress: Progress = { start: () => ({ advance: () => undefined, end: () => undefined }) };

/** One line per active task, redrawn at most ten times a second; it is gone when the task ends. */
export const barProgress = (lines: LiveLines, clock: Clock): StoppableProgress => {
  const active: Counter[] = [];
  let timer: NodeJS.Timeout | undefined;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (): void => {
    drawnAt = clock();
    const width = Math.max(0, ...active.map((counter) => counter.label.length));
    lines.show(
      active.map((counter) =>
        [counter.label.padEnd(width), bar(counter) ?? '', countText(counter, drawnAt)].join('  ').trimEnd(),
      ),
    );
  };
  // The timer serves tasks that stand still; where the thread is too busy for timers, `advance` draws.
  const drawIfDue = (): void => {
    if (clock() - drawnAt >= drawEveryMs) draw();
  };
  const rest = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    stop: () => {
      active.length = 0;
      rest();
      lines.show([]);
    },
    start: (label, total) => {
      const counter = createCounter(label, total, clock());
      active.push(counter);
      timer ??= setInterval(drawIfDue, drawEveryMs).unref();
      drawIfDue();
      return {
        advance: (weight = 1) => {
          count(counter, weight, clock());
          if (active.includes(counter)) drawIfDue();
        },
        note: (text) => {
          counter.note = text;
          if (active.includes(counter)) drawIfDue();
        },
        end: () => {
          const at = active.indexOf(counter);
          if (at < 0) return;
          active.splice(at, 1);
          if (active.length === 0) rest();
          draw();
        },
      };
    },
  };
};

/** For logs: a line when a task starts, at most one every five seconds, and one when it ends. */
export const lineProgress = (print: (line: string) => void, clock: Clock): Progress => ({
  start: (label, total) => {
    const counter = createCounter(label, total, clock());
    let toldAt = clock();
    let ended = false;
    print(`${label}: ${countText(counter, toldAt)}`);
    return {
      advance: (weight = 1) => {
        const now = clock();
        count(counter, weight, now);
        if (now - toldAt < tellEveryMs) return;
        toldAt = now;
        print(`${label}: ${countText(counter, now)}`);
      },
      note: (text) => {
        counter.note = text;
      },
      end: () => {
        if (ended) return;
        ended = true;
        const now = clock();
        print(
          `${label}: ${counter.done}${total > 0 ? `/${total}` : ''} in ${duration((now - counter.startedAt) / 1000)}`,
        );
      },
    };
  },
});
