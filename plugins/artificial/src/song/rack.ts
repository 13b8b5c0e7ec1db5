import type { Random } from '@sid/core';
import { between, chance, pick } from '@sid/effects';
import type { Genre } from './genre.ts';
import type { Effects, Section, StemName } from './score.ts';

/** How much of a part goes into the room. */
const rooms: Readonly<Record<StemName, number>> = {
  drums: 0.08,
  percussion: 0.15,
  bass: 0.02,
  chords: 0.2,
  pad: 0.4,
  lead: 0.3,
  vocals: 0.3,
  fx: 0.3,
};

/** The effects of one part, as its genre uses them. */
export const makeEffects = (
  random: Random,
  genre: Genre,
  stem: StemName,
  tempo: number,
  sections: readonly Section[],
): Effects => {
  const r = random.fork('effects');
  const melodic = stem === 'chords' || stem === 'lead' || stem === 'pad';
  const build = sections.find((s) => s.name === 'intro' || s.name === 'break');
  const sweeping = build && stem !== 'vocals' && stem !== 'bass' && chance(r, 0.3);
  return {
    drive: stem === 'chords' || stem === 'lead' || (stem === 'bass' && chance(r, 0.4)) ? between(r, ...genre.drive) : 0,
    chorus: {
      hz: between(r, 0.2, 1.5),
      seconds: between(r, 0.003, 0.018),
      wet: melodic && chance(r, 0.35) ? between(r, 0.3, 0.8) : 0,
    },
    echo: {
      seconds: (60 / tempo) * pick(r, [0.5, 0.75, 0.75, 1]),
      feedback: between(r, 0.2, 0.55),
      wet: (stem === 'lead' || stem === 'vocals' || stem === 'chords') && chance(r, 0.4) ? between(r, 0.15, 0.45) : 0,
    },
    send: rooms[stem] * between(r, 0.2, 2),
    duck: melodic || stem === 'bass' ? between(r, ...genre.duck) : 0,
    sweeps: sweeping
      ? [{ from: build.from, to: build.to, startHz: between(r, 250, 700), endHz: between(r, 5000, 9500) }]
      : [],
  };
};
