import * as z from 'zod';

export const invariantOptions = z.strictObject({
  referenceRank: z
    .int()
    .min(1)
    .max(120)
    .default(20)
    .describe('A reference peak is stored if fewer peaks than this nearby (±0.5 s, ±1 octave) are stronger.'),
  queryRank: z.int().min(1).max(120).default(30).describe('The same for the peaks of a query.'),
  hashRank: z.int().min(1).max(120).default(8).describe('Reference peaks below this rank form hashed triplets.'),
  queryHashRank: z.int().min(1).max(120).default(16).describe('The same for a query.'),
  partners: z
    .int()
    .min(2)
    .max(12)
    .default(5)
    .describe('Strongest later peaks with which a reference peak forms triplets.'),
  queryPartners: z.int().min(2).max(24).default(8).describe('The same for a query.'),
  spanSeconds: z.number().min(0.2).max(4).default(1.5).describe('Longest triplet of a reference.'),
  reachSemitones: z
    .number()
    .min(1)
    .max(36)
    .default(14)
    .describe('Greatest distance in pitch between the first peak of a triplet and another.'),
  semitones: z
    .number()
    .min(0)
    .max(12)
    .default(4.5)
    .describe('Samples are found that sound higher or lower by up to so many semitones.'),
  slowest: z.number().min(0.5).max(1).default(0.72).describe('Least speed of a sample against its reference.'),
  fastest: z.number().min(1).max(2).default(1.4).describe('Greatest speed of a sample against its reference.'),
  borderShare: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.2)
    .describe(
      'A query triplet this near to the border of a cell, as a share of its width, is looked up beyond it too.',
    ),
  candidates: z
    .int()
    .min(1)
    .max(100_000)
    .default(400)
    .describe('How many of the places with the most votes of triplets are compared peak by peak.'),
  pairCandidates: z
    .int()
    .min(0)
    .max(100_000)
    .default(400)
    .describe(
      'The same for the votes of pairs, where tempo was kept and, as many again, where pitch was kept; 0: no pairs.',
    ),
  commonPairs: z
    .number()
    .positive()
    .max(1)
    .default(3e-5)
    .describe('A query pair that meets more than this share of all stored pairs, and more than 50, casts no vote.'),
  places: z.int().min(1).max(100).default(16).describe('Most places that are reported per track.'),
  minimumBits: z.number().min(0).default(8).describe('Tracks with less evidence are left out.'),
});

export type InvariantOptions = z.output<typeof invariantOptions>;

/** The options that change what is heard; the others change only what is looked up. */
export const invariantAnalysisOptions = ({ referenceRank, queryRank }: InvariantOptions) => ({
  referenceRank,
  queryRank,
});

export const invariantPresets = {
  /** Triplets alone: a shorter query time; less is found. */
  fast: { pairCandidates: 0 },
  /** More comparisons, and common pairs vote: more is found, in more than twice the time of a search. */
  thorough: { candidates: 1500, pairCandidates: 1500, commonPairs: 3e-4 },
} as const;
