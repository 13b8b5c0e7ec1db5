import { expect, it } from 'vitest';
import { decodeText } from './text.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

it('takes well-formed UTF-8 for what it is and drops its mark', () => {
  expect(decodeText(new TextEncoder().encode('\u{feff}Sérgio – 日本'))).toEqual({
    text: 'Sérgio – 日本',
    encoding: 'utf-8',
  });
});

it('takes other bytes for Mac OS Roman where lines end with CR alone', () => {
  expect(decodeText(bytes(0x61, 0xd0, 0x0d, 0x8e))).toEqual({ text: 'a–\ré', encoding: 'macintosh' });
});

it('takes other bytes for Windows-1252 where lines end otherwise', () => {
  expect(decodeText(bytes(0x61, 0x96, 0x0d, 0x0a, 0xe9))).toEqual({ text: 'a–\r\né', encoding: 'windows-1252' });
  expect(decodeText(bytes(0xe9))?.text).toBe('é');
});

it('reads UTF-16 by its mark', () => {
  expect(decodeText(bytes(0xff, 0xfe, 0x61, 0, 0xe9, 0))?.text).toBe('aé');
  expect(decodeText(bytes(0xfe, 0xff, 0, 0x61, 0, 0xe9))?.text).toBe('aé');
});

it('refuses what is not text', () => {
  expect(decodeText(bytes(0x52, 0x49, 0x46, 0x46, 0, 1))).toBeUndefined();
});

it('reads nothing as nothing', () => {
  expect(decodeText(bytes())?.text).toBe('');
});
