import { describe, expect, it } from 'vitest';
import { overridesOf, parseSetting } from './flags.ts';

describe('parseSetting', () => {
  it.each([
    ['queriesPerClass=20', 'queriesPerClass', 20],
    ['negatives=false', 'negatives', false],
    ['root=my music', 'root', 'my music'],
    ['classes=["clean","both"]', 'classes', ['clean', 'both']],
    ['url=http://host/?a=b', 'url', 'http://host/?a=b'],
    ['note=', 'note', ''],
    ['version="1"', 'version', '1'],
  ])('%s', (input, key, value) => {
    expect(parseSetting(input)).toEqual([key, value]);
  });

  it.each(['queries', '=20', ''])('refuses "%s" and says how it is written', (input) => {
    expect(() => parseSetting(input)).toThrow(/wants key=value and got ".*"\. For example: --with queriesPerClass=20/);
  });
});

describe('overridesOf', () => {
  it('gathers settings; a later one of the same key wins', () => {
    expect(
      overridesOf({
        with: [
          ['a', 1],
          ['b', 2],
          ['a', 3],
        ],
        method: ['x'],
      }),
    ).toMatchObject({
      with: { a: 3, b: 2 },
      methods: ['x'],
    });
    expect(overridesOf({}).with).toBeUndefined();
  });
});
