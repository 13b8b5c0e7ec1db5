import { createRandom, type Random } from '@sid/core';
import { between, chance, pick } from '@sid/effects';
import { hire } from './band.ts';
import { makeClock } from './clock.ts';
import { makeForm } from './form.ts';
import { type Genre, type GenreName, genreNames, genres } from './genre.ts';
import { type Mode, makeProgression } from './harmony.ts';
import { hybridGenre } from './hybrid.ts';
import type { Master, Score, StemName } from './score.ts';
import { titleOf } from './title.ts';

export interface SongOptions {
  /** About how long the song is, without its tail; it ends with a bar. */
  readonly seconds?: number;
  readonly genre?: GenreName;
  /** Beats per minute. */
  readonly tempo?: number;
  /** Pitch class of the tonic, 0 = C. */
  readonly tonic?: number;
  readonly mode?: Mode;
  /** The only stems the song may have. */
  readonly stems?: readonly StemName[];
  /** Of no genre, but of traits of several; `genre` then only names it. */
  readonly hybrid?: boolean;
  /** All stems in all sections: material to lay under or over something. */
  readonly steady?: boolean;
}

const tailSeconds = 1.5;

/** Some songs sound like tape or vinyl, some bright, some dull. */
const drawMaster = (random: Random): Master => {
  const old = chance(random, 0.25);
  return {
    loudness: between(random, 0.1, 1),
    tiltDb: between(random, -7, 3),
    ...(old ? { limitHz: between(random, 3500, 9000) } : {}),
    ...(old || chance(random, 0.1) ? { hissDb: between(random, -68, -48) } : {}),
  };
};

/** Which stems the song has: every one is drawn, whether it may be there or not, so that options do not change others. */
const drawStems = (random: Random, genre: Genre, allowed: readonly StemName[] | undefined): readonly StemName[] => {
  const { drums, pad, lead, vocals, fx } = genre.has;
  const chances = { drums, percussion: genre.percussion, bass: 0.97, chords: 0.97, pad, lead, vocals, fx };
  // The record above holds nothing but stem names.
  const likely = (Object.keys(chances) as StemName[]).filter(
    (stem) => chance(random, chances[stem]) && (allowed?.includes(stem) ?? true),
  );
  return likely.some((stem) => stem !== 'fx') ? likely : (allowed ?? ['chords']);
};

/**
 * Writes a song: everything about it is drawn from `seed` and nothing is rendered yet.
 *
 * @param seed - any text; equal seeds and options give equal songs
 */
export const writeSong = (seed: string, options: SongOptions = {}): Score => {
  const random = createRandom(seed);
  const style = random.fork('style');
  const name = options.genre ?? pick(style, genreNames);
  const genre: Genre = options.hybrid ? hybridGenre(random.fork('hybrid')) : genres[name];
  const tempo = options.tempo ?? Math.round(between(style, ...genre.tempo) * 10) / 10;
  const tonic = options.tonic ?? style.int(12);
  const mode = options.mode ?? pick(style, genre.modes);
  const barSeconds = 240 / tempo;
  const bars = Math.max(2, Math.round((options.seconds ?? 60) / barSeconds));
  const available = drawStems(random.fork('stems'), genre, options.stems);
  const form = makeForm(random.fork('form'), bars, barSeconds, available);
  const sections = options.steady ? form.map((section) => ({ ...section, stems: available })) : form;
  const swing = between(style, ...genre.swing);
  const loose = between(style, ...genre.loose);
  const harmony = random.fork('harmony');
  const progressions = {
    verse: makeProgression(harmony),
    chorus: makeProgression(harmony),
    bridge: makeProgression(harmony),
  };
  const tuning = chance(style, 0.6) ? between(style, -40, 40) : 0;
  const parts = hire(random.fork('band'), {
    genre,
    tempo,
    tonic,
    mode,
    colour: pick(style, genre.colours),
    tuning,
    sections,
    clock: (player) => makeClock(tempo, swing, genre.swingOf, loose, random.fork(`clock ${player}`)),
    progression: ({ name: part }) =>
      part === 'chorus' ? progressions.chorus : part === 'bridge' ? progressions.bridge : progressions.verse,
  });
  return {
    seed,
    title: titleOf(seed),
    genre: options.hybrid ? 'hybrid' : name,
    tempo,
    tonic,
    mode,
    seconds: bars * barSeconds + tailSeconds,
    sections,
    tuning,
    parts,
    room: { seconds: between(style, 0.5, 3.5), size: between(style, 0.6, 1.6), damping: between(style, 0.1, 0.6) },
    master: drawMaster(random.fork('master')),
  };
};
