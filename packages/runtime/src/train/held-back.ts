import { createHash } from 'node:crypto';
import { SidError } from '@sid/core';
import type { BankedSong } from './song-bank.ts';

/** Songs to train on, and songs to validate with. */
export interface Split {
  readonly train: readonly BankedSong[];
  readonly heldBack: readonly BankedSong[];
}

const rank = ({ id }: BankedSong): string => createHash('sha256').update(id).digest('hex');

const byRank = (a: BankedSong, b: BankedSong): number => (rank(a) < rank(b) ? -1 : 1);

/**
 * Holds back the same share of every source. Which songs depends on their ids alone, so that every seed and every
 * method is validated on the same ones.
 *
 * @throws SidError SID_SONGS_UNFIT for fewer than four songs
 */
export const splitSongs = (songs: readonly BankedSong[], share: number, atLeast: number): Split => {
  if (songs.length < 4) {
    throw new SidError(
      'SID_SONGS_UNFIT',
      `Training needs four songs, two of them to validate with: ${songs.length} are there.`,
    );
  }
  const wanted = Math.min(Math.max(share, atLeast / songs.length), 0.5);
  const chosen = [...new Set(songs.map(({ source }) => source))].flatMap((source) => {
    const own = songs.filter((song) => song.source === source).sort(byRank);
    return own.slice(0, Math.floor(wanted * own.length));
  });
  // Small sources give none.
  const held = chosen.length < 2 ? [...songs].sort(byRank).slice(0, 2) : chosen;
  const heldBack = songs.filter((song) => held.includes(song));
  const train = songs.filter((song) => !held.includes(song));
  if (train.length < 2) {
    throw new SidError(
      'SID_SONGS_UNFIT',
      `Of ${songs.length} songs only ${train.length} are left to train on. Add some.`,
    );
  }
  return { train, heldBack };
};
