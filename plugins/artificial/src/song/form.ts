import type { Random } from '@sid/core';
import { chance, pick } from '@sid/effects';
import type { Section, SectionName, StemName } from './score.ts';

const forms: readonly (readonly SectionName[])[] = [
  ['intro', 'verse', 'chorus', 'verse', 'break', 'chorus', 'outro'],
  ['intro', 'verse', 'chorus', 'break', 'chorus', 'outro'],
  ['verse', 'chorus', 'verse', 'chorus', 'bridge', 'chorus'],
  ['intro', 'chorus', 'verse', 'break', 'verse', 'chorus', 'outro'],
  ['break', 'verse', 'chorus', 'verse', 'bridge', 'chorus', 'outro'],
  ['intro', 'verse', 'bridge', 'chorus', 'break', 'outro'],
];

const relative: Readonly<Record<SectionName, number>> = {
  intro: 0.6,
  verse: 1.2,
  chorus: 1.2,
  break: 0.7,
  bridge: 0.8,
  outro: 0.7,
};

/** How likely a stem that the song has plays in a section. */
const presence: Readonly<Record<SectionName, Readonly<Record<StemName, number>>>> = {
  intro: { drums: 0.4, percussion: 0.5, bass: 0.35, chords: 0.75, pad: 0.6, lead: 0.25, vocals: 0.05, fx: 0.3 },
  verse: { drums: 0.95, percussion: 0.6, bass: 0.95, chords: 0.85, pad: 0.35, lead: 0.25, vocals: 0.85, fx: 0.6 },
  chorus: { drums: 1, percussion: 0.8, bass: 1, chords: 0.95, pad: 0.8, lead: 0.9, vocals: 0.6, fx: 0.8 },
  break: { drums: 0.55, percussion: 0.5, bass: 0.3, chords: 0.35, pad: 0.4, lead: 0.25, vocals: 0.15, fx: 0.5 },
  bridge: { drums: 0.7, percussion: 0.6, bass: 0.85, chords: 0.85, pad: 0.7, lead: 0.7, vocals: 0.4, fx: 0.8 },
  outro: { drums: 0.6, percussion: 0.5, bass: 0.5, chords: 0.7, pad: 0.6, lead: 0.4, vocals: 0.1, fx: 0.2 },
};

/** Stems that carry nothing alone. */
const thin: readonly StemName[] = ['fx', 'pad'];

const stemsIn = (random: Random, name: SectionName, available: readonly StemName[], first: boolean): StemName[] => {
  const stems = available.filter((stem) => chance(random, presence[name][stem]));
  // Nobody opens a record with silence, and nobody leaves a section to effects alone.
  const solid = available.filter((stem) => !thin.includes(stem));
  const enough = stems.some((stem) => stem !== 'fx' && !(first && stem === 'pad'));
  return enough ? stems : [...stems, pick(random, solid.length > 0 ? solid : available)];
};

/**
 * Divides a song into sections of whole bars, in each of which some of the stems play.
 *
 * @param bars - how many the song has
 * @param available - the stems of this song
 */
export const makeForm = (
  random: Random,
  bars: number,
  barSeconds: number,
  available: readonly StemName[],
): Section[] => {
  const form = pick(random, forms);
  const whole = form.reduce((sum, name) => sum + relative[name], 0);
  const unit = bars >= 24 ? 4 : bars >= 12 ? 2 : 1;
  const sections: Section[] = [];
  let weight = 0;
  let from = 0;
  form.forEach((name, i) => {
    weight += relative[name];
    const to = i === form.length - 1 ? bars : Math.min(bars, unit * Math.round((bars * weight) / whole / unit));
    if (to <= from) return;
    sections.push({
      name,
      from: from * barSeconds,
      to: to * barSeconds,
      bars: to - from,
      stems: stemsIn(random, name, available, sections.length === 0),
    });
    from = to;
  });
  return sections;
};
