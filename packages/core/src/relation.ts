/** A stretch of time in seconds. `to` is absent where only the start is annotated. */
export interface Interval {
  readonly from: number;
  readonly to?: number;
}

/** "`query` samples `reference`": the ground truth of one use, on both time axes. */
export interface Relation {
  readonly id: string;
  readonly query: string;
  readonly reference: string;
  /** Where the sample is heard in the query, every annotated occurrence, in seconds of the query recording. */
  readonly inQuery: readonly Interval[];
  /** Where it was taken from, in seconds of the reference recording. */
  readonly inReference: readonly Interval[];
  /** How much higher the sample sounds in the query than in the reference. */
  readonly semitones?: number;
  /** Speed of the sample in the query over its speed in the reference: above 1 is faster. */
  readonly tempoRatio?: number;
  /** Loudness of the sample against everything else in the query, in dB RMS. */
  readonly levelDb?: number;
  /** Class in which results are broken down, e.g. `clean`, `pitch`, `tempo`, `both`, `buried`, `riff`, `beat`. */
  readonly class?: string;
}
