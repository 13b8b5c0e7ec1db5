import * as z from 'zod';
import { deltaFramesLimit } from './pairs.ts';

/** Half steps of half a semitone, four semitones either way. */
const halfSteps = Array.from({ length: 17 }, (_, i) => i / 2 - 4);

export const landmarkOptions = z.strictObject({
  fftSize: z
    .union([z.literal(512), z.literal(1024), z.literal(2048)])
    .default(2048)
    .describe('Samples of a frame at 11,025 Hz. Long frames tell frequencies apart that short ones take for one.'),
  maxHertz: z.number().min(500).max(5512).default(4100).describe('Peaks are looked for up to this frequency.'),
  density: z
    .number()
    .positive()
    .max(2000)
    .default(200)
    .describe('How fast the masking threshold sinks; more finds more peaks.'),
  peaksPerFrame: z.int().min(1).max(64).default(15).describe('Most peaks of one frame.'),
  spreadHertz: z
    .number()
    .positive()
    .max(2000)
    .default(320)
    .describe('Standard deviation of the neighbourhood that a peak masks; less finds more peaks.'),
  queryShifts: z
    .int()
    .min(1)
    .max(8)
    .default(1)
    .describe('How many times a query is analysed, each time a fraction of a hop later.'),
  fanOut: z.int().min(1).max(64).default(6).describe('With how many later peaks a peak is paired.'),
  minDeltaFrames: z.int().min(1).max(deltaFramesLimit).default(2).describe('Least distance of a pair in frames.'),
  maxDeltaFrames: z.int().min(1).max(deltaFramesLimit).default(62).describe('Greatest distance of a pair in frames.'),
  maxDeltaHertz: z.number().positive().max(1400).default(650).describe('Greatest distance of a pair in frequency.'),
  semitones: z
    .array(z.number().min(-24).max(24))
    .default(halfSteps)
    .describe('Pitch shifts at equal tempo that a query is asked for besides none.'),
  repitch: z
    .array(z.number().min(0.25).max(4))
    .default([])
    .describe('Speeds of a turntable (pitch and tempo together, 1.06 is a semitone faster) asked for besides 1.'),
  changedWeight: z
    .number()
    .min(0)
    .max(1)
    .default(0.75)
    .describe('What evidence under a change of pitch or speed counts: the more is tried, the more chance finds.'),
  rarity: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('A hit on a hash that occurs n times counts n to the power of minus this.'),
  commonPerHour: z
    .number()
    .positive()
    .default(10)
    .describe('Hashes that occur more often than this per hour of references are not asked for; they stay stored.'),
  places: z
    .int()
    .min(1)
    .max(100)
    .default(12)
    .describe('How many places per track count for its score and are reported; a loop makes one per repetition.'),
  minimumScore: z.number().min(0).max(1).default(0).describe('Tracks that score less are left out.'),
});

export type LandmarkOptions = z.output<typeof landmarkOptions>;

/** The options that change what is heard; the others change only what is looked up. */
export const analysisOptionsOf = (options: LandmarkOptions) => {
  const { fftSize, maxHertz, density, peaksPerFrame, spreadHertz, queryShifts } = options;
  return { fftSize, maxHertz, density, peaksPerFrame, spreadHertz, queryShifts };
};

export const landmarkPresets = {
  /** The published settings of audfprint, as near as this retriever comes. */
  audfprint: {
    fftSize: 512,
    maxHertz: 5512,
    density: 20,
    peaksPerFrame: 5,
    spreadHertz: 646,
    queryShifts: 4,
    fanOut: 3,
    maxDeltaHertz: 646,
    semitones: [],
    rarity: 0,
    commonPerHour: 1e9,
    places: 1,
  },
  /** One pitch, one tempo: a tenth of the time per query. */
  plain: { semitones: [] },
  /** More of everything. */
  dense: { density: 400, repitch: halfSteps.filter((step) => step !== 0).map((step) => 2 ** (step / 12)) },
} satisfies Record<string, z.input<typeof landmarkOptions>>;
