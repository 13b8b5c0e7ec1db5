import { expect, it } from 'vitest';
import { changesOf, undo } from './changes.ts';
import { landmarkOptions } from './options.ts';

const none = { semitones: 0, tempoRatio: 1 };

it('tries no change first and none twice', () => {
  const changes = changesOf(landmarkOptions.parse({ semitones: [0, -1, 1, -1], repitch: [1, 2] }));
  expect(changes).toEqual([
    none,
    { semitones: -1, tempoRatio: 1 },
    { semitones: 1, tempoRatio: 1 },
    { semitones: 12, tempoRatio: 2 },
  ]);
});

it('moves peaks back to where they come from', () => {
  const peaks = {
    frames: Uint32Array.of(0, 100, 301),
    bins: Uint16Array.of(200, 200, 399),
    fine: Int16Array.of(0, 128, -128),
  };
  expect(undo(peaks, none, 0)).toEqual({ frames: peaks.frames, bins: peaks.bins });
  expect([...undo(peaks, { semitones: 12, tempoRatio: 1 }, 0).bins]).toEqual([100, 100, 199]);
  expect([...undo(peaks, { semitones: -12, tempoRatio: 1 }, 0).bins]).toEqual([400, 401, 797]);
  expect([...undo(peaks, { semitones: 0, tempoRatio: 1.5 }, 0).frames]).toEqual([0, 150, 452]);
  expect([...undo(peaks, none, 0.75).frames]).toEqual([1, 101, 302]);
});
