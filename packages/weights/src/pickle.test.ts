import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPickle } from './pickle.ts';
import { PickleProblem } from './pickle-machine.ts';

const nothing = () => null;
const pickle = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

describe('readPickle', () => {
  test('reads numbers, texts and containers', () => {
    // {'a': [1, -2, 2.5, None, True], 'b': (2**40, b'x')}
    const data = pickle(
      [0x80, 2],
      '}(X',
      [1, 0, 0, 0],
      'a](K',
      [1],
      'J',
      [0xfe, 0xff, 0xff, 0xff],
      'G',
      [0x40, 0x04, 0, 0, 0, 0, 0, 0],
      'N',
      [0x88],
      'eX',
      [1, 0, 0, 0],
      'b',
      [0x8a, 6, 0, 0, 0, 0, 0, 1],
      'C',
      [1],
      'x',
      [0x86],
      'u.',
    );
    expect(readPickle(data, nothing)).toEqual(
      new Map<string, unknown>([
        ['a', [1, -2, 2.5, null, true]],
        ['b', [2 ** 40, Uint8Array.of(120)]],
      ]),
    );
  });

  test.each([
    ['GLOBAL', pickle([0x80, 2], 'cos\nsystem\n(X', [2, 0, 0, 0], 'lstR.'), 'os.system'],
    ['STACK_GLOBAL', pickle([0x80, 4, 0x8c, 2], 'os', [0x8c, 6], 'system', [0x93], '.'), 'os.system'],
    ['a name inside an allowed module', pickle('ctorch\nload\n.'), 'torch.load'],
    ['a dotted name', pickle('ccollections\nOrderedDict.fromkeys\n.'), 'collections.OrderedDict.fromkeys'],
    ['a name of every object', pickle('ccollections\n__proto__\n.'), 'collections.__proto__'],
  ])('refuses %s by its name', (_, data, name) => {
    expect(() => readPickle(data, nothing)).toThrow(`tries to import ${name},`);
  });

  test.each([
    ['old instances', pickle('(ios\nsystem\n.')],
    ['extension codes', pickle([0x82, 1], '.')],
    ['text of protocol 0', pickle("S'a'\n.")],
    ['nothing', pickle('.')],
    ['an empty file', pickle('')],
    ['a mark that is not closed by its own', pickle('K', [1], '(s.')],
  ])('refuses %s', (_, data) => {
    expect(() => readPickle(data, nothing)).toThrow(PickleProblem);
  });

  test('gives a value or a PickleProblem for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
        try {
          readPickle(data, nothing);
        } catch (error) {
          expect(error).toBeInstanceOf(PickleProblem);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
