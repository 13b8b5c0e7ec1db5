import { describe, expect, it } from 'vitest';
import { splitSongs } from './held-back.ts';
import type { BankedSong } from './song-bank.ts';

const songs = (source: string, count: number): readonly BankedSong[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${source}/${i}`, source, path: `/${source}/${i}`, seconds: 30 }));

const ids = (chosen: readonly BankedSong[]) => chosen.map(({ id }) => id);

describe('splitSongs', () => {
  it('holds back the same share of every source, and loses none', () => {
    const all = [...songs('a', 100), ...songs('b', 50)];
    const { train, heldBack } = splitSongs(all, 0.1, 4);
    expect(heldBack.filter(({ source }) => source === 'a')).toHaveLength(10);
    expect(heldBack.filter(({ source }) => source === 'b')).toHaveLength(5);
    expect([...ids(train), ...ids(heldBack)].sort()).toEqual(ids(all).sort());
  });

  it('holds back at least so many, but never more than half', () => {
    expect(splitSongs(songs('a', 40), 0.1, 8).heldBack).toHaveLength(8);
    expect(splitSongs(songs('a', 10), 0.1, 8).heldBack).toHaveLength(5);
  });

  it('goes by ids, not by order', () => {
    const all = songs('a', 30);
    expect(ids(splitSongs([...all].reverse(), 0.2, 2).heldBack).sort()).toEqual(
      ids(splitSongs(all, 0.2, 2).heldBack).sort(),
    );
  });

  it('serves sources of one song, and refuses too few', () => {
    const four = ['a', 'b', 'c', 'd'].flatMap((source) => songs(source, 1));
    expect(splitSongs(four, 0.1, 2).heldBack).toHaveLength(2);
    expect(() => splitSongs(songs('a', 3), 0.1, 2)).toThrow(/needs four songs.*3 are there/);
  });
});
