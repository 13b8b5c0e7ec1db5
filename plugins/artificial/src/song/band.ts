import type { Random } from '@sid/core';
import { between, chance, pick } from '@sid/effects';
import { makeKit } from '../synth/drums.ts';
import { type InstrumentName, instruments } from '../synth/instruments.ts';
import type { Note } from '../synth/patch.ts';
import type { Clock } from './clock.ts';
import { drum } from './drumming.ts';
import type { Genre } from './genre.ts';
import type { Mode } from './harmony.ts';
import { bassist, comper, melodist, type Player, type Progression, sweeper } from './lines.ts';
import { makeEffects } from './rack.ts';
import type { Hit, Part, Section, StemName } from './score.ts';

/** What all players agree on. */
export interface Session {
  readonly genre: Genre;
  readonly tempo: number;
  readonly tonic: number;
  readonly mode: Mode;
  /** Chord colour, see `voicing`. */
  readonly colour: number;
  /** Cents above 440 Hz. */
  readonly tuning: number;
  readonly sections: readonly Section[];
  clock(player: string): Clock;
  progression(section: Section): Progression;
}

/** Level of a stem where it plays, in dB RMS. */
const levels: Readonly<Record<StemName, number>> = {
  drums: 0,
  percussion: -11,
  bass: -3,
  chords: -7,
  pad: -11,
  lead: -7,
  vocals: -5,
  fx: -14,
};

/** All notes of a player in the sections in which the stem plays. */
const perform = (session: Session, stem: StemName, player: Player): Note[] => {
  const { sections, mode, tonic, tuning } = session;
  const notes: Note[] = [];
  let index = 0;
  for (const section of sections) {
    const progression = session.progression(section);
    for (let b = 0; b < section.bars; b++, index++) {
      if (section.stems.includes(stem)) notes.push(...player({ index, progression, mode, tonic }));
    }
  }
  return notes.map((note) => ({ ...note, midi: note.midi + tuning / 100 })).sort((a, b) => a.at - b.at);
};

const drummers = (random: Random, session: Session): Part[] => {
  const { genre, sections, tempo } = session;
  const { drums, percussion } = drum(random.fork('player'), genre, session.clock('drums'), sections);
  const part = (stem: StemName, hits: readonly Hit[]): Part => {
    const r = random.fork(stem);
    return {
      stem,
      levelDb: levels[stem] + between(r, -3, 3),
      effects: makeEffects(r, genre, stem, tempo, sections),
      kit: makeKit(r.fork('kit'), pick(r, genre.kits)),
      hits,
    };
  };
  return [part('drums', drums), part('percussion', percussion)];
};

/** The parts of a song: players are chosen for its genre, take an instrument each, and play their notes. */
export const hire = (random: Random, session: Session): Part[] => {
  const { genre, colour, tempo, sections } = session;
  const tuned = (
    stem: StemName,
    seat: string,
    families: readonly InstrumentName[],
    hired: (r: Random, clock: Clock, family: InstrumentName) => Player,
  ): Part => {
    const r = random.fork(seat);
    const family = pick(r, families);
    return {
      stem,
      levelDb: levels[stem] + between(r, -3, 3) - (seat === stem ? 0 : 4),
      effects: makeEffects(r, genre, stem, tempo, sections),
      patch: instruments[family](r.fork('patch')),
      notes: perform(session, stem, hired(r.fork('player'), session.clock(seat), family)),
    };
  };
  const keys = (r: Random, clock: Clock, family: InstrumentName): Player =>
    comper(r, clock, pick(r, genre.chordStyles), colour, {
      base: pick(r, [48, 48, 60]),
      open: chance(r, 0.4),
      strum: family === 'guitar' ? between(r, 0.004, 0.022) : 0,
    });
  const sing = (r: Random, clock: Clock): Player =>
    melodist(r, clock, {
      base: pick(r, [48, 55, 60]),
      density: between(r, 0.6, 0.9),
      longest: 8,
      freedom: between(r, 0.2, 0.5),
    });
  const main: readonly Part[] = [
    ...drummers(random.fork('drums'), session),
    tuned('bass', 'bass', genre.bass, (r, clock) => bassist(r, clock, pick(r, genre.bassStyles))),
    tuned('chords', 'chords', genre.chords, keys),
    tuned('pad', 'pad', genre.pad, (r, clock) =>
      comper(r, clock, 'held', colour, { base: pick(r, [48, 60]), open: true, strum: 0 }),
    ),
    tuned('lead', 'lead', genre.lead, (r, clock) =>
      melodist(r, clock, {
        base: pick(r, [60, 60, 72]),
        density: between(r, 0.5, 0.9),
        longest: 8,
        freedom: between(r, 0.15, 0.5),
      }),
    ),
    tuned('vocals', 'vocals', ['singer'], sing),
    tuned('fx', 'fx', ['riser', 'faller'], (r, clock) => sweeper(r, clock)),
  ];
  const guests: readonly Part[] = [
    ...(chance(random, 0.35) ? [tuned('chords', 'second keys', genre.chords, keys)] : []),
    ...(chance(random, 0.3) ? [tuned('vocals', 'backing', ['choir'], sing)] : []),
  ];
  return [...main, ...guests].filter((part) => ('hits' in part ? part.hits : part.notes).length > 0);
};
