import { describe, expect, it } from 'vitest';
import { tableText, widthOf } from './table.ts';

describe('tableText', () => {
  it('aligns columns and leaves no blanks at the ends of lines', () => {
    const text = tableText([
      { header: 'name', align: 'left', cells: ['a', 'longer'] },
      { header: 'n', align: 'right', cells: ['1', '200'] },
    ]);
    expect(text.split('\n')).toEqual(['  name      n', '─────────────', '  a         1', '  longer  200']);
  });

  it('keeps wide characters in their columns', () => {
    expect(widthOf({ header: 'x', align: 'left', cells: ['日本'] })).toBe(6);
  });

  it('shows the heads alone where there are no rows', () => {
    expect(tableText([{ header: 'name', align: 'left', cells: [] }])).toBe('  name');
  });
});
