import { exp2 } from '@sid/effects';
import type { Envelope } from './envelope.ts';
import type { WaveName } from './wave.ts';

/** One tone to be played. Times in seconds, pitch as MIDI number (69 = 440 Hz), velocity 0…1. */
export interface Note {
  readonly at: number;
  readonly seconds: number;
  readonly midi: number;
  readonly velocity: number;
}

export interface Vibrato {
  readonly hz: number;
  readonly cents: number;
  /** Seconds until it is fully there. */
  readonly delay: number;
}

/** Oscillators through a low-pass filter: basses, pads, organs (by harmonics), brass, winds (by noise). */
export interface AnalogPatch {
  readonly kind: 'analog';
  readonly wave: WaveName | readonly number[];
  /** Oscillators per note, spread over ± `detune` cents. */
  readonly voices: number;
  readonly detune: number;
  /** Level of a sine one octave below. */
  readonly sub: number;
  readonly noise: number;
  /** Cutoff in hertz = base + tracking·pitch + sweep·envelope. */
  readonly cutoff: { readonly base: number; readonly tracking: number; readonly sweep: number };
  readonly resonance: number;
  readonly amplitude: Envelope;
  readonly brightness: Envelope;
  readonly vibrato: Vibrato;
}

/** Two sine operators, the second modulating the first: electric pianos, bells, hard basses. */
export interface FmPatch {
  readonly kind: 'fm';
  readonly ratio: number;
  readonly index: number;
  /** Seconds in which the modulation dies away to `indexSustain` of its start. */
  readonly indexDecay: number;
  readonly indexSustain: number;
  readonly feedback: number;
  readonly amplitude: Envelope;
  readonly vibrato: Vibrato;
}

/** A plucked string (Karplus and Strong 1983, tuned as by Jaffe and Smith 1983). */
export interface StringPatch {
  readonly kind: 'string';
  /** Seconds to −60 dB at 220 Hz. */
  readonly ring: number;
  /** 0 dull … 1 bright. */
  readonly bright: number;
  /** Where it is plucked, as part of its length. */
  readonly position: number;
  readonly release: number;
}

/** Struck bars and plates: partials that are no harmonics. */
export interface BellPatch {
  readonly kind: 'bell';
  readonly partials: readonly { readonly ratio: number; readonly level: number; readonly seconds: number }[];
  readonly click: number;
}

/** A singer: glottal pulses through formants that move from vowel to vowel. */
export interface VoicePatch {
  readonly kind: 'voice';
  /** Length of the vocal tract: 1 a man, 0.85 a woman, 0.75 a child. */
  readonly tract: number;
  readonly breath: number;
  /** Singers in unison. */
  readonly singers: number;
  readonly vibrato: Vibrato;
  readonly amplitude: Envelope;
}

export type Patch = AnalogPatch | FmPatch | StringPatch | BellPatch | VoicePatch;

export const hertz = (midi: number): number => 440 * exp2((midi - 69) / 12);
