import fc from 'fast-check';
import { expect, test } from 'vitest';
import { element, escapeMarkup, join } from './markup.ts';

test('text becomes text, whatever it holds', () => {
  expect(element('p', { title: `"><script>` }, `<b>&'`).markup).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</p>',
  );
});

test('escaping can be undone and leaves nothing that opens or closes markup', () => {
  const undo: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const escaped = escapeMarkup(text);
      expect(escaped).not.toMatch(/[<>"']/);
      expect(escaped.replace(/&([^;]+);/g, (_, name: string) => undo[name] ?? '?')).toBe(text);
    }),
  );
});

test('what no markup may hold is replaced', () => {
  expect(escapeMarkup('a\u0000b\u001bc\ud800d')).toBe('a\ufffdb\ufffdc\ufffdd');
});

test('children may be absent, numbers, lists or markup', () => {
  expect(join('a', undefined, 1.23456, [element('i', {}, 'b'), ['c']]).markup).toBe('a1.23<i>b</i>c');
});

test('attributes that are undefined are left out, and numbers never print as minus zero', () => {
  expect(element('x', { a: undefined, b: -0.001 }).markup).toBe('<x b="0"></x>');
});
