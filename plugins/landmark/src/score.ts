/**
 * Weight of a whole track: root of the sum of squares over its places. A sample that is looped leaves one place per
 * repetition, and many weak places of chance must not outweigh a strong one.
 */
export const combinedWeight = (weights: readonly number[]): number => Math.hypot(...weights);

/** Fewer tracks than this say nothing of what is usual among tracks. */
const fewTracks = 10;
/** Then, under too few changes, chance is taken to be this times the root of the number of hashes asked, at most. */
const mostChance = 0.15;

/**
 * What each track would weigh by chance: its heaviest offset under all changes, of which at most one can be right; of
 * these nearly the greatest (the 90 % quantile), since music in one scale agrees with itself under several changes. A
 * track that resembles everything, by drones or loops, has a high level. To it comes a share of the median over all
 * tracks, so that nothing is divided by next to nothing; with one change or two that median is all there is.
 *
 * @param heaviest - one row per change, one column per track
 */
export const chanceLevels = (heaviest: readonly Float32Array[], hashes: number): Float32Array => {
  const tracks = heaviest[0]?.length ?? 0;
  const all = new Float32Array(tracks * heaviest.length);
  for (const [change, row] of heaviest.entries()) all.set(row, change * tracks);
  const common = quantile(all, 0.5);
  const usual = tracks < fewTracks ? Math.min(common, mostChance * Math.sqrt(hashes)) : common;
  return Float32Array.from({ length: tracks }, (_, track) => {
    const own = Float32Array.from(heaviest, (row) => row[track] ?? 0);
    return Math.max(Number.EPSILON, own.length < 3 ? usual : quantile(own, 0.9) + 0.3 * common);
  });
};

const quantile = (values: Float32Array, share: number): number => {
  const heard = values.filter((value) => value > 0).sort();
  return heard[Math.floor(share * (heard.length - 1))] ?? 0;
};

/** Where evidence is this many times the level of chance, the score is ½. */
const even = 4;

/** 0 without evidence, towards 1 with ever more. @param ratio - evidence over what chance gives */
export const boundedScore = (ratio: number): number => ratio ** 2 / (ratio ** 2 + even ** 2);
