import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConsole } from './console.ts';
import { createLiveLines, cut } from './live-lines.ts';

/** What a terminal would show after the writes: understands the two codes that are used. */
const screenOf = (writes: readonly string[]): readonly string[] => {
  let rows = [''];
  for (const piece of writes.flatMap((text) => text.split('\u001b['))) {
    const [code = '', count, letter] = /^(\d+)([FJ])/.exec(piece) ?? [];
    if (letter === 'F') rows = [...rows.slice(0, rows.length - 1 - Number(count)), ''];
    const [first = '', ...rest] = piece.slice(code.length).split('\n');
    rows = [...rows.slice(0, -1), (rows.at(-1) ?? '') + first, ...rest];
  }
  return rows;
};

const terminal = (columns = 80) => {
  const writes: string[] = [];
  return { writes, stream: { isTTY: true, columns, write: (text: string) => writes.push(text) } };
};

describe('live lines', () => {
  it('are replaced in place, with messages above', () => {
    const { writes, stream } = terminal();
    const lines = createLiveLines(stream);
    lines.show(['one', 'two']);
    lines.print('message');
    lines.show(['three']);
    expect(screenOf(writes)).toEqual(['message', 'three', '']);
    lines.show([]);
    expect(screenOf(writes)).toEqual(['message', '']);
  });

  it('are cut to the terminal', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdef', 5)).toBe('abcd…');
    expect(cut('日本語です', 5)).toBe('日本…');
  });
});

describe('progress', () => {
  beforeEach(() => {
    vi.stubEnv('FORCE_COLOR', '0');
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });

  const consoleAt = (options: { isTTY: boolean; quiet?: boolean; json?: boolean }) => {
    let now = 0;
    const { writes, stream } = terminal();
    const console = createConsole({
      stream: { ...stream, isTTY: options.isTTY },
      quiet: options.quiet ?? false,
      json: options.json ?? false,
      debug: false,
      clock: () => now,
    });
    return {
      console,
      writes,
      pass: (ms: number) => {
        now += ms;
      },
    };
  };

  it('draws at most ten times a second and leaves nothing behind', () => {
    vi.useFakeTimers();
    const { console, writes, pass } = consoleAt({ isTTY: true });
    const task = console.progress.start('indexing', 1000);
    for (let i = 0; i < 1000; i++) {
      pass(1);
      task.advance();
    }
    expect(writes.length).toBeLessThanOrEqual(11);
    expect(screenOf(writes).join('\n')).toMatch(/indexing {2}━+─* {2}\d+\/1000 {2}\d+\/s {2}\d+ s left/);
    console.logger.warn('odd');
    expect(screenOf(writes)[0]).toBe('Warning: odd');
    task.end();
    task.end();
    expect(screenOf(writes)).toEqual(['Warning: odd', '']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('shows one line per task', () => {
    const { console, writes, pass } = consoleAt({ isTTY: true });
    vi.useFakeTimers();
    const first = console.progress.start('a', 10);
    pass(200);
    const second = console.progress.start('longer', 10);
    expect(screenOf(writes)).toHaveLength(3);
    second.end();
    expect(screenOf(writes)).toHaveLength(2);
    console.clear();
    expect(screenOf(writes)).toEqual(['']);
    expect(vi.getTimerCount()).toBe(0);
    pass(1000);
    first.advance();
    expect(screenOf(writes)).toEqual(['']);
  });

  it('writes plain lines elsewhere: start, every five seconds, end', () => {
    const { console, writes, pass } = consoleAt({ isTTY: false });
    const task = console.progress.start('indexing', 12);
    for (let i = 0; i < 12; i++) {
      pass(1000);
      task.advance();
    }
    task.end();
    expect(writes).toEqual([
      'indexing: 0/12\n',
      'indexing: 5/12  1.0/s  7 s left\n',
      'indexing: 10/12  1.0/s  2 s left\n',
      'indexing: 12/12 in 12 s\n',
    ]);
  });

  it.each([
    { isTTY: false, quiet: true },
    { isTTY: true, quiet: true },
    { isTTY: false, json: true },
  ])('is silent for %o, but for warnings', (options) => {
    const { console, writes } = consoleAt(options);
    const task = console.progress.start('indexing', 1);
    task.advance();
    task.end();
    console.logger.info('note');
    console.logger.debug('detail');
    expect(writes).toEqual([]);
    console.logger.warn('odd');
    expect(writes).toHaveLength(1);
  });
});
