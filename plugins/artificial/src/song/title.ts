import { createRandom } from '@sid/core';
import { pick } from '@sid/effects';

const first = [
  'Silver',
  'Midnight',
  'Paper',
  'Copper',
  'Slow',
  'Second',
  'Hollow',
  'Distant',
  'Velvet',
  'Salt',
  'Amber',
  'Winter',
  'Broken',
  'Quiet',
  'Neon',
  'Tidal',
  'Lucky',
  'Crooked',
  'Northern',
  'Sunday',
] as const;
const second = [
  'River',
  'Signal',
  'Garden',
  'Engine',
  'Letter',
  'Harbour',
  'Mirror',
  'Ladder',
  'Station',
  'Feather',
  'Orchard',
  'Lantern',
  'Corner',
  'Radio',
  'Avenue',
  'Shadow',
  'Window',
  'Planet',
  'Clock',
  'Fever',
] as const;

/** Title of the song of that seed. */
export const titleOf = (seed: string): string => {
  const random = createRandom(`${seed}/title`);
  return `${pick(random, first)} ${pick(random, second)} ${1 + random.int(99)}`;
};
