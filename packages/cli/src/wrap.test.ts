import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wrap } from './wrap.ts';

it('breaks at blanks and indents what follows', () => {
  expect(wrap('one two three four', 9, '  ')).toBe('one two\n  three\n  four');
  expect(wrap('  one two', 5)).toBe('  one\ntwo');
  expect(wrap('', 5)).toBe('');
});

it('keeps every word, and every line within the width unless one word is wider', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 3, max: 40 }), (words, width) => {
      const lines = wrap(words.join(' '), width, '  ').split('\n');
      expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
      for (const line of lines) if (line.trim().includes(' ')) expect(line.length).toBeLessThanOrEqual(width);
    }),
  );
});
