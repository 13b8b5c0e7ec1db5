import type { Random } from '@sid/core';
import { between, chance, pick } from '@sid/effects';
import type { Note } from '../synth/patch.ts';
import type { Clock } from './clock.ts';
import type { BassStyle, ChordStyle } from './genre.ts';
import { type Mode, pitchOf, voicing } from './harmony.ts';

/** Chords as degrees, for four bars, one or two to the bar. */
export type Progression = readonly (readonly number[])[];

/** What a player knows when a bar begins. */
interface Bar {
  readonly index: number;
  readonly progression: Progression;
  readonly mode: Mode;
  readonly tonic: number;
}

const rootAt = (bar: Bar, step: number): number => {
  const roots = bar.progression[bar.index % 4] ?? [0];
  return roots[Math.floor((step * roots.length) / 16)] ?? 0;
};

/** Onsets with their lengths in steps; a figure that a player repeats. */
type Figure = readonly { readonly step: number; readonly length: number; readonly degree: number }[];

const makeFigure = (random: Random, density: number, degrees: readonly number[]): Figure => {
  const onsets = [0, ...Array.from({ length: 15 }, (_, i) => i + 1)].filter(
    (step) => step === 0 || chance(random, density * (step % 4 === 0 ? 1.2 : step % 2 === 0 ? 1 : 0.5)),
  );
  return onsets.map((step, i) => ({
    step,
    length: Math.max(1, Math.round(((onsets[i + 1] ?? 16) - step) * between(random, 0.4, 1))),
    degree: i === 0 ? 0 : pick(random, degrees),
  }));
};

/** One player's part: called bar by bar, it yields notes. */
export type Player = (bar: Bar) => Note[];

const noteAt = (clock: Clock, bar: Bar, step: number, length: number, midi: number, velocity: number): Note => ({
  at: clock.played(bar.index * 16 + step),
  seconds: Math.max(0.05, length * clock.stepSeconds * 0.92),
  midi,
  velocity,
});

export const bassist = (random: Random, clock: Clock, style: BassStyle): Player => {
  const base = pick(random, [24, 36, 36, 36]);
  const figures = [makeFigure(random, 0.38, [0, 0, 4, 7, 6, 2]), makeFigure(random, 0.45, [0, 4, 7, 2, 3])];
  const skip = Array.from({ length: 16 }, () => chance(random, 0.25));
  const pitch = (bar: Bar, degree: number): number => {
    const midi = pitchOf(bar.mode, bar.tonic, base, degree);
    return midi < 28 ? midi + 12 : midi > 57 ? midi - 12 : midi;
  };
  const loud = (): number => between(random, 0.7, 0.95);
  return (bar) => {
    const root = (step: number): number => pitch(bar, rootAt(bar, step));
    switch (style) {
      case 'long':
        return (bar.progression[bar.index % 4] ?? [0]).map((_, i, all) => {
          const step = (16 * i) / all.length;
          return noteAt(clock, bar, step, 16 / all.length, root(step), loud());
        });
      case 'walking':
        return [0, 4, 8, 12].map((step, i) => {
          const degree = rootAt(bar, step) + (i === 0 ? 0 : pick(random, [2, 4, 1, 3, 6, -1]));
          return noteAt(clock, bar, step, 4, pitch(bar, degree), loud());
        });
      case 'octave':
        return [0, 2, 4, 6, 8, 10, 12, 14]
          .filter((step) => step % 4 === 2 || !(skip[step] ?? false))
          .map((step) => noteAt(clock, bar, step, 1.6, root(step) + (step % 4 === 2 ? 12 : 0), loud()));
      case 'rolling':
        return Array.from({ length: 16 }, (_, step) => step)
          .filter((step) => !(skip[step] ?? false))
          .map((step) =>
            noteAt(clock, bar, step, 0.9, root(step) + (step % 4 === 3 && chance(random, 0.4) ? 12 : 0), loud()),
          );
      case 'root':
      case 'riff': {
        const figure = figures[bar.index % 4 === 3 ? 1 : 0] ?? [];
        return figure.map(({ step, length, degree }) => {
          const own = style === 'root' && chance(random, 0.85) ? 0 : degree;
          return noteAt(clock, bar, step, length, pitch(bar, rootAt(bar, step) + own), loud());
        });
      }
    }
  };
};

const chordSteps = (random: Random, style: ChordStyle, figure: Figure): Figure => {
  const every = (steps: readonly number[], length: number): Figure =>
    steps.map((step) => ({ step, length, degree: 0 }));
  switch (style) {
    case 'held':
      return every([0, 8], 8);
    case 'offbeat':
      return every(chance(random, 0.5) ? [2, 6, 10, 14] : [4, 12], 1.5);
    case 'strum':
      return every(
        [0, 2, 4, 6, 8, 10, 12, 14].filter((step) => step % 8 === 0 || chance(random, 0.75)),
        2,
      );
    case 'stabs':
    case 'arpeggio':
      return figure;
  }
};

export const comper = (
  random: Random,
  clock: Clock,
  style: ChordStyle,
  colour: number,
  options: { readonly base: number; readonly open: boolean; readonly strum: number },
): Player => {
  const figure = chordSteps(random, style, makeFigure(random, 0.28, [0]));
  const walk = Array.from({ length: 16 }, () => random.int(5));
  const pace = pick(random, [1, 2, 2]);
  let last = -1;
  return (bar) => {
    const notes: Note[] = [];
    const tones = (step: number): number[] =>
      voicing(random, rootAt(bar, step), colour, options.open).map((d) =>
        pitchOf(bar.mode, bar.tonic, options.base, d),
      );
    if (style === 'arpeggio') {
      for (let step = 0; step < 16; step += pace) {
        const chord = tones(step).sort((a, b) => a - b);
        const i = (walk[(step / pace) % 16] ?? 0) + (bar.index % 2);
        const midi = (chord[i % chord.length] ?? 60) + (i >= chord.length ? 12 : 0);
        if (chance(random, 0.93)) notes.push(noteAt(clock, bar, step, pace * 1.3, midi, between(random, 0.5, 0.85)));
      }
      return notes;
    }
    for (const { step, length } of figure) {
      const root = rootAt(bar, step);
      // A held chord is struck again only where the harmony moves.
      if (style === 'held' && step > 0 && root === last) continue;
      last = root;
      const held = style === 'held' && (bar.progression[bar.index % 4] ?? []).length < 2 ? 16 : length;
      const velocity = between(random, 0.55, 0.9);
      tones(step).forEach((midi, i) => {
        const note = noteAt(clock, bar, step, held, midi, velocity * between(random, 0.85, 1));
        notes.push({ ...note, at: note.at + i * options.strum });
      });
    }
    return notes;
  };
};

/** A tune of two bars, in degrees from the chord's root; phrases vary it. */
type Motif = readonly { readonly step: number; readonly length: number; readonly degree: number }[];

const makeMotif = (random: Random, density: number, longest: number): Motif => {
  const motif: { step: number; length: number; degree: number }[] = [];
  let degree = pick(random, [0, 2, 4, 7]);
  for (let step = chance(random, 0.6) ? 0 : 2 * random.int(3); step < 30; ) {
    const length = Math.min(longest, pick(random, [1, 2, 2, 2, 3, 4, 4, 6, 8]));
    if (chance(random, density)) motif.push({ step, length, degree });
    step += length;
    degree += pick(random, [-3, -2, -1, -1, 0, 1, 1, 2, 3]);
    if (degree > 10) degree -= 3;
    if (degree < -3) degree += 3;
  }
  return motif;
};

/** A singer or a soloist: two motifs in turn, never twice quite the same. */
export const melodist = (
  random: Random,
  clock: Clock,
  options: { readonly base: number; readonly density: number; readonly longest: number; readonly freedom: number },
): Player => {
  const motifs = [0, 1].map(() => makeMotif(random, options.density, options.longest));
  let now: Motif = [];
  return (bar) => {
    const half = bar.index % 2;
    if (half === 0 || now.length === 0) {
      const motif = motifs[bar.index % 8 < 4 ? 0 : 1] ?? [];
      now = motif.map((tone) =>
        chance(random, options.freedom)
          ? {
              ...tone,
              degree: tone.degree + pick(random, [-2, -1, 1, 2]),
              length: Math.max(1, tone.length - random.int(2)),
            }
          : tone,
      );
    }
    return now
      .filter(({ step }) => Math.floor(step / 16) === half && chance(random, 0.94))
      .map(({ step, length, degree }) => {
        const s = step % 16;
        const toned = s % 4 === 0 ? rootAt(bar, s) + 2 * Math.round(degree / 2) : degree + rootAt(bar, s);
        const midi = pitchOf(bar.mode, bar.tonic, options.base, toned);
        const folded = midi > options.base + 24 ? midi - 12 : midi;
        return noteAt(clock, bar, s, length, folded, between(random, 0.6, 0.95));
      });
  };
};

/** Noise that swells through the last bar of every four, or falls from the first one. */
export const sweeper = (random: Random, clock: Clock): Player => {
  const swells = chance(random, 0.6);
  return (bar) =>
    bar.index % 4 === (swells ? 3 : 0) && chance(random, 0.8)
      ? [noteAt(clock, bar, 0, 16, 60, between(random, 0.6, 0.9))]
      : [];
};
