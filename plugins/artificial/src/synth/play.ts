import type { Random } from '@sid/core';
import { playAnalog } from './analog.ts';
import type { Note, Patch } from './patch.ts';
import { playBell, playFm, playString } from './tone.ts';
import { playVoice } from './voice.ts';

/** Adds one note to `out`; what would lie past its end is lost. */
export const play = (out: Float32Array, patch: Patch, note: Note, sampleRate: number, random: Random): void => {
  if (patch.kind === 'analog') playAnalog(out, patch, note, sampleRate, random);
  else if (patch.kind === 'fm') playFm(out, patch, note, sampleRate, random);
  else if (patch.kind === 'string') playString(out, patch, note, sampleRate, random);
  else if (patch.kind === 'bell') playBell(out, patch, note, sampleRate, random);
  else playVoice(out, patch, note, sampleRate, random);
};
