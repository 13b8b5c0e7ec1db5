import type { KitStyle } from '../synth/drums.ts';
import type { InstrumentName } from '../synth/instruments.ts';
import type { Mode } from './harmony.ts';

export type BassStyle = 'root' | 'riff' | 'octave' | 'walking' | 'rolling' | 'long';
export type ChordStyle = 'held' | 'stabs' | 'offbeat' | 'strum' | 'arpeggio';

type Range = readonly [number, number];

/** What a kind of music draws its songs from. Patterns: 16 steps to the bar, digits are tenths of a probability. */
export interface Genre {
  readonly tempo: Range;
  /** Delay of every second step as part of a step. */
  readonly swing: Range;
  /** Steps that swing: 16ths or 8ths. */
  readonly swingOf: 8 | 16;
  /** Standard deviation of the players' timing in seconds. */
  readonly loose: Range;
  readonly modes: readonly Mode[];
  /** Chord colours, see `voicing`. */
  readonly colours: readonly number[];
  readonly kits: readonly KitStyle[];
  readonly kick: readonly string[];
  readonly snare: readonly string[];
  readonly hat: readonly string[];
  readonly percussion: number;
  readonly bass: readonly InstrumentName[];
  readonly bassStyles: readonly BassStyle[];
  readonly chords: readonly InstrumentName[];
  readonly chordStyles: readonly ChordStyle[];
  readonly pad: readonly InstrumentName[];
  readonly lead: readonly InstrumentName[];
  /** Probabilities that a song has them. */
  readonly has: {
    readonly drums: number;
    readonly pad: number;
    readonly lead: number;
    readonly vocals: number;
    readonly fx: number;
  };
  /** Depth of the ducking by the kick, and drive of guitars and keys. */
  readonly duck: Range;
  readonly drive: Range;
}

export const genres = {
  'hip-hop': {
    tempo: [78, 100],
    swing: [0.08, 0.3],
    swingOf: 16,
    loose: [0.004, 0.01],
    modes: ['minor', 'dorian', 'phrygian'],
    colours: [1, 1, 2],
    kits: ['dusty', 'boom', 'punch'],
    kick: ['9002003070610200', '9000005009300020', '9010000360700300'],
    snare: ['0000900000009000', '0000900100109001', '0000900200019100'],
    hat: ['9090909090909090', '9292929292929292', '9090939090909390'],
    percussion: 0.3,
    bass: ['subBass', 'pluckedBass', 'fmBass'],
    bassStyles: ['root', 'riff', 'long'],
    chords: ['electricPiano', 'guitar', 'organ', 'strings', 'bells'],
    chordStyles: ['held', 'stabs', 'arpeggio'],
    pad: ['pad', 'strings', 'choir'],
    lead: ['flute', 'bells', 'lead', 'brass', 'mallet'],
    has: { drums: 1, pad: 0.4, lead: 0.7, vocals: 0.6, fx: 0.2 },
    duck: [0, 0.2],
    drive: [0, 2],
  },
  funk: {
    tempo: [92, 118],
    swing: [0.02, 0.16],
    swingOf: 16,
    loose: [0.003, 0.008],
    modes: ['dorian', 'mixolydian', 'minor'],
    colours: [1, 2],
    kits: ['acoustic', 'dusty'],
    kick: ['9030002060903000', '9020003003609020', '9070000070900200'],
    snare: ['0000900201009103', '0000920000209200', '0000900102109002'],
    hat: ['9493949394939493', '9595959595959595', '9090949490909494'],
    percussion: 0.6,
    bass: ['pluckedBass', 'fmBass', 'sawBass'],
    bassStyles: ['riff', 'octave'],
    chords: ['mutedGuitar', 'electricPiano', 'organ', 'brass'],
    chordStyles: ['stabs', 'strum', 'offbeat'],
    pad: ['organ', 'strings'],
    lead: ['brass', 'flute', 'lead', 'organ'],
    has: { drums: 1, pad: 0.3, lead: 0.8, vocals: 0.6, fx: 0.05 },
    duck: [0, 0],
    drive: [0, 2],
  },
  soul: {
    tempo: [70, 104],
    swing: [0.05, 0.3],
    swingOf: 8,
    loose: [0.005, 0.011],
    modes: ['major', 'mixolydian', 'dorian'],
    colours: [1, 2],
    kits: ['acoustic', 'dusty'],
    kick: ['9000000070900000', '9000003090000030', '9000002060700000'],
    snare: ['0000900000009000', '0000900000109001'],
    hat: ['9090909090909090', '9050905090509050'],
    percussion: 0.5,
    bass: ['pluckedBass', 'fmBass'],
    bassStyles: ['riff', 'walking', 'root'],
    chords: ['electricPiano', 'organ', 'guitar'],
    chordStyles: ['held', 'stabs', 'strum'],
    pad: ['strings', 'choir', 'organ'],
    lead: ['strings', 'brass', 'flute', 'guitar'],
    has: { drums: 0.95, pad: 0.7, lead: 0.6, vocals: 0.85, fx: 0.05 },
    duck: [0, 0],
    drive: [0, 1],
  },
  house: {
    tempo: [116, 128],
    swing: [0, 0.18],
    swingOf: 16,
    loose: [0.001, 0.003],
    modes: ['minor', 'dorian', 'major'],
    colours: [1, 1, 2],
    kits: ['punch', 'boom'],
    kick: ['9000900090009000', '9000900090019002'],
    snare: ['0000900000009000', '0000900000009010'],
    hat: ['0090009000900090', '3290329032903290', '0091009100910091'],
    percussion: 0.7,
    bass: ['sawBass', 'fmBass', 'subBass', 'acidBass'],
    bassStyles: ['octave', 'riff', 'rolling'],
    chords: ['stabs', 'organ', 'electricPiano', 'pad'],
    chordStyles: ['stabs', 'offbeat'],
    pad: ['pad', 'strings'],
    lead: ['lead', 'fmLead', 'mallet', 'flute'],
    has: { drums: 1, pad: 0.7, lead: 0.6, vocals: 0.5, fx: 0.8 },
    duck: [0.3, 0.8],
    drive: [0, 1],
  },
  techno: {
    tempo: [124, 142],
    swing: [0, 0.06],
    swingOf: 16,
    loose: [0.0005, 0.002],
    modes: ['minor', 'phrygian'],
    colours: [0, 1],
    kits: ['punch', 'boom', 'dusty'],
    kick: ['9000900090009000', '9000900190009100'],
    snare: ['0000500000005000', '0000000000009000', '0010010000100100'],
    hat: ['0090009000900090', '9292929292929292'],
    percussion: 0.8,
    bass: ['acidBass', 'sawBass', 'fmBass'],
    bassStyles: ['rolling', 'riff'],
    chords: ['stabs', 'pad', 'fmLead'],
    chordStyles: ['stabs', 'arpeggio'],
    pad: ['pad'],
    lead: ['fmLead', 'lead', 'bells'],
    has: { drums: 1, pad: 0.6, lead: 0.6, vocals: 0.15, fx: 0.8 },
    duck: [0.3, 0.8],
    drive: [0, 3],
  },
  rock: {
    tempo: [96, 148],
    swing: [0, 0.05],
    swingOf: 8,
    loose: [0.003, 0.008],
    modes: ['minor', 'mixolydian', 'major'],
    colours: [0, 0, 1],
    kits: ['acoustic', 'punch'],
    kick: ['9000000090300000', '9000003090900000', '9030000090003000'],
    snare: ['0000900000009000', '0000900000009002'],
    hat: ['9090909090909090', '9000900090009000'],
    percussion: 0.2,
    bass: ['pluckedBass', 'sawBass'],
    bassStyles: ['root', 'riff'],
    chords: ['guitar', 'mutedGuitar', 'organ'],
    chordStyles: ['strum', 'held', 'arpeggio'],
    pad: ['strings', 'organ', 'pad'],
    lead: ['guitar', 'lead', 'organ'],
    has: { drums: 1, pad: 0.3, lead: 0.7, vocals: 0.7, fx: 0.05 },
    duck: [0, 0],
    drive: [2, 8],
  },
  ambient: {
    tempo: [70, 96],
    swing: [0, 0],
    swingOf: 8,
    loose: [0.004, 0.02],
    modes: ['lydian', 'major', 'dorian', 'minor'],
    colours: [1, 2],
    kits: ['dusty', 'boom'],
    kick: ['9000000000000000', '9000000050000000'],
    snare: ['0000000030000000', '0000000000002000'],
    hat: ['0020002000200030'],
    percussion: 0.4,
    bass: ['subBass', 'fmBass'],
    bassStyles: ['long'],
    chords: ['pad', 'electricPiano', 'guitar', 'choir'],
    chordStyles: ['held', 'arpeggio'],
    pad: ['pad', 'choir', 'strings'],
    lead: ['bells', 'mallet', 'flute', 'fmLead', 'guitar'],
    has: { drums: 0.4, pad: 1, lead: 0.9, vocals: 0.3, fx: 0.5 },
    duck: [0, 0],
    drive: [0, 0.5],
  },
  jazz: {
    tempo: [84, 150],
    swing: [0.45, 0.66],
    swingOf: 8,
    loose: [0.005, 0.012],
    modes: ['dorian', 'major', 'mixolydian', 'minor'],
    colours: [1, 2],
    kits: ['acoustic'],
    kick: ['5000100030002000', '3000003020000030'],
    snare: ['0020102003002010', '0000201000302020'],
    hat: ['0000900000009000'],
    percussion: 0.1,
    bass: ['pluckedBass'],
    bassStyles: ['walking'],
    chords: ['electricPiano', 'guitar', 'organ'],
    chordStyles: ['stabs', 'held'],
    pad: ['strings', 'brass'],
    lead: ['brass', 'flute', 'guitar', 'mallet', 'electricPiano'],
    has: { drums: 0.9, pad: 0.3, lead: 1, vocals: 0.4, fx: 0 },
    duck: [0, 0],
    drive: [0, 0.5],
  },
  reggae: {
    tempo: [70, 90],
    swing: [0.05, 0.25],
    swingOf: 16,
    loose: [0.004, 0.009],
    modes: ['minor', 'major', 'dorian'],
    colours: [0, 1],
    kits: ['acoustic', 'boom'],
    kick: ['0000000090000000', '9000900090009000', '0000000090000030'],
    snare: ['0000000090000000', '0010001090010010'],
    hat: ['9090909090909090', '9393939393939393'],
    percussion: 0.6,
    bass: ['subBass', 'pluckedBass'],
    bassStyles: ['riff'],
    chords: ['organ', 'mutedGuitar', 'electricPiano'],
    chordStyles: ['offbeat'],
    pad: ['organ', 'strings'],
    lead: ['brass', 'flute', 'fmLead'],
    has: { drums: 1, pad: 0.3, lead: 0.6, vocals: 0.7, fx: 0.3 },
    duck: [0, 0],
    drive: [0, 1],
  },
  electro: {
    tempo: [100, 136],
    swing: [0, 0.1],
    swingOf: 16,
    loose: [0.0005, 0.002],
    modes: ['minor', 'dorian', 'major'],
    colours: [0, 1],
    kits: ['boom', 'punch'],
    kick: ['9000003000900000', '9000000300900300', '9003003000903000'],
    snare: ['0000900000009000', '0000900000009003'],
    hat: ['9090909090909090', '9999999999999999', '9292929292929292'],
    percussion: 0.8,
    bass: ['sawBass', 'acidBass', 'fmBass', 'subBass'],
    bassStyles: ['riff', 'octave', 'rolling'],
    chords: ['stabs', 'strings', 'pad', 'bells'],
    chordStyles: ['held', 'arpeggio', 'stabs'],
    pad: ['pad', 'strings', 'choir'],
    lead: ['lead', 'fmLead', 'bells'],
    has: { drums: 1, pad: 0.6, lead: 0.9, vocals: 0.4, fx: 0.8 },
    duck: [0, 0.4],
    drive: [0, 2],
  },
} as const satisfies Record<string, Genre>;

export type GenreName = keyof typeof genres;
export const genreNames = Object.keys(genres) as readonly GenreName[];
