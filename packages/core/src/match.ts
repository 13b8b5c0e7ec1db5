/** A closed stretch of time in seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A stretch of one track, as an index stores it. */
export interface TrackSpan extends Span {
  readonly track: string;
  /** How much higher than recorded the stretch was made to sound before its vector was taken; 0 where absent. */
  readonly semitones?: number;
  /** How many times as fast as recorded it was made to sound before its vector was taken; 1 where absent. */
  readonly tempo?: number;
}

/** A stored span found near a query vector. A score is always better when greater. */
export interface Hit {
  readonly span: TrackSpan;
  readonly score: number;
}

/** One place where a query and a reference correspond. */
export interface Alignment {
  readonly query: Span;
  readonly reference: Span;
  readonly score: number;
  /** How much higher the sample sounds in the query than in the reference. */
  readonly semitones?: number;
  /** Speed in the query over speed in the reference: above 1 is faster. */
  readonly tempoRatio?: number;
}

/** One reference a query may sample, with every place found, best first. The retriever states what its score means. */
export interface Match {
  readonly track: string;
  readonly score: number;
  readonly where: readonly Alignment[];
}
