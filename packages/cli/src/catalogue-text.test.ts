import { expect, test } from 'vitest';
import { clock, identificationText } from './catalogue-text.ts';

test('times are minutes, seconds and tenths', () => {
  expect([0, 5.04, 59.96, 61.25].map(clock)).toEqual(['0:00.0', '0:05.0', '1:00.0', '1:01.3']);
});

test('places, changes and what could not be asked are told', () => {
  const place = (from: number) => ({
    query: { from, to: from + 2 },
    reference: { from: 60, to: 62 },
    score: 0.9,
    semitones: -2.04,
    tempoRatio: 1.1,
  });
  const text = identificationText({
    scoreMeaning: '',
    files: [
      { file: 'a.mp3', matches: [{ track: 'old.flac', score: 0.9, where: [1, 2, 3, 4].map(place) }] },
      { file: 'b.mp3', matches: [] },
      { file: 'c.mp3', matches: [], reason: 'It is broken.' },
    ],
  });
  expect(text).toContain('0.900');
  expect(text).toContain('0:01.0–0:03.0');
  expect(text).toContain('−2.0 st, 1.10 × tempo');
  expect(text.match(/old\.flac/g)).toHaveLength(1);
  expect(text.match(/1:00\.0–1:02\.0/g)).toHaveLength(3);
  expect(text).toMatch(/b\.mp3\n {2}Nothing was found\./);
  expect(text).toMatch(/c\.mp3\n {2}It is broken\./);
});
