import type { Kit, Piece } from '../synth/drums.ts';
import type { Note, Patch } from '../synth/patch.ts';
import type { Mode } from './harmony.ts';

export const stemNames = ['drums', 'percussion', 'bass', 'chords', 'pad', 'lead', 'vocals', 'fx'] as const;
export type StemName = (typeof stemNames)[number];

export interface Hit {
  readonly at: number;
  readonly piece: Piece;
  readonly velocity: number;
}

/** A low-pass filter that opens or closes between two times. */
interface Sweep {
  readonly from: number;
  readonly to: number;
  readonly startHz: number;
  readonly endHz: number;
}

/** What is done to a part after it has been played. Sends and wet levels are factors. */
export interface Effects {
  readonly drive: number;
  readonly chorus: { readonly hz: number; readonly seconds: number; readonly wet: number };
  readonly echo: { readonly seconds: number; readonly feedback: number; readonly wet: number };
  readonly send: number;
  /** Depth 0…1 by which every kick pushes the part down. */
  readonly duck: number;
  readonly sweeps: readonly Sweep[];
}

/** Notes of one instrument, or hits of a kit, in one stem. Level in dB RMS where it plays, against the others. */
export type Part = { readonly stem: StemName; readonly levelDb: number; readonly effects: Effects } & (
  | { readonly patch: Patch; readonly notes: readonly Note[] }
  | { readonly kit: Kit; readonly hits: readonly Hit[] }
);

export type SectionName = 'intro' | 'verse' | 'chorus' | 'break' | 'bridge' | 'outro';

/** A stretch of whole bars; times in seconds. */
export interface Section {
  readonly name: SectionName;
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly stems: readonly StemName[];
}

/** What mastering and the medium do to the mix. */
export interface Master {
  /** How hard the mix is driven into saturation, 0…1. */
  readonly loudness: number;
  /** Gain above 1 kHz against below, in dB. */
  readonly tiltDb: number;
  /** Upper limit of an old medium; absent where there is none. */
  readonly limitHz?: number;
  /** Noise of an old medium in dB of full scale. */
  readonly hissDb?: number;
}

/** A song as written down: everything that rendering needs. */
export interface Score {
  readonly seed: string;
  readonly title: string;
  readonly genre: string;
  /** Beats per minute; four beats to the bar. */
  readonly tempo: number;
  /** Tonic as pitch class, 0 = C. */
  readonly tonic: number;
  readonly mode: Mode;
  /** Length with the tail. */
  readonly seconds: number;
  readonly sections: readonly Section[];
  readonly parts: readonly Part[];
  readonly room: { readonly seconds: number; readonly size: number; readonly damping: number };
  /** Cents above 440 Hz to which everybody tunes. */
  readonly tuning: number;
  readonly master: Master;
}

export const barSecondsOf = (score: Pick<Score, 'tempo'>): number => 240 / score.tempo;

const pitchNames = ['C', 'C sharp', 'D', 'E flat', 'E', 'F', 'F sharp', 'G', 'A flat', 'A', 'B flat', 'B'] as const;
export const keyName = (score: Pick<Score, 'tonic' | 'mode'>): string =>
  `${pitchNames[score.tonic] ?? 'C'} ${score.mode}`;
