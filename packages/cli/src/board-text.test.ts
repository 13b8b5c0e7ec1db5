import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { sampleBoard } from './board.test.data.ts';
import { boardText } from './board-text.ts';
import { noPaint, painter } from './style.ts';

const coloured = painter({}, { FORCE_COLOR: '1' });

describe('boardText', () => {
  const text = boardText(sampleBoard(), ['/r/board.json'], 200, noPaint);
  const lines = text.split('\n');

  it('says that audio was generated, and only then', () => {
    expect(text).toContain('Generated audio');
    expect(boardText(sampleBoard({ generated: false }), [], 200, noPaint)).not.toContain('enerated');
  });

  it('lists methods best first, and those without figures with their reasons', () => {
    const row = (start: string): number => lines.findIndex((line) => line.trim().startsWith(start));
    expect(row('better')).toBeGreaterThan(0);
    expect(row('better')).toBeLessThan(row('plain'));
    expect(text).toContain('broken failed: It fell over.');
    expect(text).toContain('unfit skipped: It does not fit here.');
  });

  it('marks what differs from the baseline and explains the mark', () => {
    expect(lines.find((line) => line.trim().startsWith('better'))).toContain('0.700 ± 0.100 ▲');
    expect(text).toContain('▲ ▼ better, worse than plain');
  });

  it('breaks the leading metric down by class, with the number of queries', () => {
    expect(text).toMatch(/MAP by class\s+clean \(4\)\s+pitch \(6\)/);
    expect(text).toMatch(/better\s+0\.750\s+0\.600/);
  });

  it('names what was left out, the first ten', () => {
    const leftOut = Array.from({ length: 12 }, (_, i) => ({ id: `t${i}`, file: `/a/t${i}.wav`, reason: 'is broken' }));
    const shown = boardText(sampleBoard({ leftOut }), [], 200, noPaint);
    expect(shown).toContain('Left out, since missing or broken: 12');
    expect(shown).toContain('t9 (/a/t9.wav): is broken');
    expect(shown).not.toContain('t10');
    expect(shown).toContain('and 2 more');
  });

  it('ends with the files', () => {
    expect(text.endsWith('Written:\n  /r/board.json')).toBe(true);
  });

  it.each([40, 60, 80, 100, 120])('keeps its tables within %i columns', (width) => {
    const narrow = boardText(sampleBoard({ generated: false }), [], width, coloured);
    const tables = narrow
      .split('\n')
      .filter((line) => /^ {2}(method|better|plain|MAP by)/.test(stripVTControlCharacters(line)));
    expect(tables.length).toBeGreaterThanOrEqual(6);
    for (const line of tables) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it('says which columns did not fit', () => {
    expect(boardText(sampleBoard(), [], 60, noPaint)).toMatch(/Not shown for want of room: .*MB \/ hour/);
    expect(text).not.toContain('Not shown');
  });

  it('prints the best in bold, and nothing in colour without colours', () => {
    const bold = '\u001b[1m';
    expect(boardText(sampleBoard(), [], 200, coloured)).toContain(`${bold}0.700 ± 0.100`);
    expect(text).not.toContain('\u001b');
  });
});
