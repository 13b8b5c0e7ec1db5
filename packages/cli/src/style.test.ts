import { describe, expect, it } from 'vitest';
import { painter } from './style.ts';

describe('painter', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { NO_COLOR: '' }, true],
    [{ isTTY: false }, { FORCE_COLOR: '1' }, true],
    [{ isTTY: true }, { FORCE_COLOR: '0' }, false],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
  ])('%o with %o: %s', (stream, environment, colours) => {
    expect(painter(stream, environment)('bold', 'x') !== 'x').toBe(colours);
  });
});
