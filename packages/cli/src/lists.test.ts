import { describe, expect, it } from 'vitest';
import { cacheText } from './cache-text.ts';
import { checksText } from './checks-text.ts';
import { componentsText } from './components-text.ts';
import { noPaint } from './style.ts';
import { validationText } from './validation-text.ts';

describe('checksText', () => {
  it('gives a remedy where something is wrong and counts what is required', () => {
    const text = checksText(
      [
        { name: 'node', ok: true, detail: 'Node 24', required: true },
        { name: 'cache', ok: false, detail: 'not writable', remedy: 'Make it so.', required: true },
        { name: 'gpu', ok: false, detail: 'none', remedy: 'Buy one.', required: false },
      ],
      noPaint,
    );
    expect(text.split('\n')).toEqual([
      '✓ node   Node 24',
      '✗ cache  not writable',
      '         → Make it so.',
      '– gpu    none',
      '         → Buy one.',
      '',
      'Of what is required, 1 does not work.',
    ]);
    expect(checksText([], noPaint)).toContain('Everything required works.');
  });
});

describe('componentsText', () => {
  it('shows the plugin, where it is from, options with defaults, presets', () => {
    const text = componentsText(
      [
        {
          kind: 'retriever',
          name: 'landmark',
          plugin: '@sid/plugin-landmark',
          from: 'file:///p/index.js',
          summary: 'Pairs of peaks.',
          revision: 2,
          options: {
            type: 'object',
            properties: {
              density: { type: 'number', default: 20, description: 'Peaks per second.' },
              mode: { enum: ['a', 'b'] },
              count: { anyOf: [{ const: 75 }, { type: 'string' }] },
            },
          },
          presets: { dense: {} },
        },
      ],
      120,
      noPaint,
    );
    expect(text.split('\n')).toEqual([
      '@sid/plugin-landmark /p/index.js',
      '  retriever landmark (revision 2): Pairs of peaks.',
      '      density  number  = 20  Peaks per second.',
      '      mode     "a" | "b"',
      '      count    75 | string',
      '      presets: dense',
    ]);
  });
});

describe('validationText', () => {
  it('tells missing from broken', () => {
    const text = validationText(
      'sample100',
      {
        missing: [{ id: 'T001', file: '/a/T001.wav', reason: 'There is no "/a/T001.wav".' }],
        corrupt: [{ id: 'T002', file: '/a/T002.wav', reason: 'holds no audio' }],
      },
      noPaint,
    );
    expect(text.split('\n')).toEqual([
      '1 missing',
      '  T001: There is no "/a/T001.wav".',
      '1 broken',
      '  T002 (/a/T002.wav): holds no audio',
    ]);
    expect(validationText('x', { missing: [], corrupt: [] }, noPaint)).toBe('x is complete and readable.');
  });
});

describe('cacheText', () => {
  it('lists kinds', () => {
    expect(cacheText([{ kind: 'analysis', files: 3, bytes: 2_500_000 }])).toContain('  analysis      3  2.5');
    expect(cacheText([])).toBe('Nothing is in the cache.');
  });
});
