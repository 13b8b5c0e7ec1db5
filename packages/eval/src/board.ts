import type { Alignment, LeftOut, Relation, Role } from '@sid/core';

/** A mean (of `medNR`, a median) over queries with its 95 % intervals. */
export interface Estimate {
  readonly mean: number;
  /** The interval the protocol chose (`normal` or `bootstrap`). */
  readonly ci95: readonly [number, number];
  /** ±1.96·sd/√n, sd with ddof 0, as the papers print it; not cut at 0 and 1. For a median, from order statistics. */
  readonly normal95: readonly [number, number];
  /** Percentile bootstrap over queries. */
  readonly bootstrap95: readonly [number, number];
  /** Queries that entered the mean. */
  readonly n: number;
}

/** How everything on the board was computed. */
export interface Protocol {
  readonly metrics: readonly string[];
  readonly interval: 'normal' | 'bootstrap';
  readonly ties: 'expectation' | 'listOrder' | 'pessimistic';
  /** ± seconds within which a place counts as right. */
  readonly toleranceSeconds: number;
  readonly bootstrapSamples: number;
  readonly permutations: number;
  readonly seed: number;
}

/** A place that was found, or a whole track that was not. */
export interface FoundTrack {
  readonly track: string;
  readonly title?: string;
  readonly score: number;
  readonly relevant: boolean;
  readonly where: readonly Alignment[];
}

/** A relation, and the title of its reference: the board shows it also where no method found the track. */
export interface TitledRelation extends Relation {
  readonly title?: string;
}

/** One query of one method, for the page's "what was found where". */
export interface QueryOutcome {
  readonly query: string;
  readonly title?: string;
  readonly role: Role;
  readonly class?: string;
  readonly durationSeconds: number;
  readonly relations: readonly TitledRelation[];
  /** Value of every metric that says something about this query. */
  readonly scores: Readonly<Record<string, number>>;
  /** The first few matches. */
  readonly found: readonly FoundTrack[];
}

/** How well scores tell queries that sample something from queries that do not. */
export interface Rejection {
  readonly positives: number;
  readonly negatives: number;
  /** Area under the ROC curve of the best score per query. */
  readonly auroc: number;
  /**
   * Share of negatives whose best score reaches the threshold that keeps 90 % of the right first answers. Absent, as
   * is the threshold, where no first answer was right.
   */
  readonly falseAlarmRate?: number;
  readonly threshold?: number;
}

/** A bin of the robustness plot or of the query-length plot. */
export interface Cell {
  readonly semitones: readonly [number, number];
  readonly tempoRatio: readonly [number, number];
  readonly estimate: Estimate;
}

export interface LengthBin {
  /** Length of the sampled excerpt in the query, seconds. */
  readonly seconds: readonly [number, number];
  readonly estimate: Estimate;
}

export interface BoardMethod {
  readonly name: string;
  readonly status: 'done' | 'skipped' | 'failed';
  /** Why it was skipped or failed, and what to do. */
  readonly reason?: string;
  readonly run?: string;
  readonly scoreMeaning?: string;
  /** Sentences that belong beside any figure of this method, e.g. that its weights were never trained. */
  readonly notes?: readonly string[];
  readonly config?: unknown;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly noise?: number;
  /** Keyed by canonical metric name. */
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** Class → metric → estimate. */
  readonly classes?: Readonly<Record<string, Readonly<Record<string, Estimate>>>>;
  readonly timing?: {
    /** Seconds of audio indexed per busy second of one core, decoding included. */
    readonly timesRealTime: number;
    readonly indexSeconds: number;
    readonly audioSeconds: number;
    /** Mean seconds per query: analysis and search. */
    readonly querySeconds: number;
  };
  readonly size?: { readonly tracks: number; readonly bytes: number; readonly bytesPerHour: number };
  readonly rejection?: Rejection;
  /** MAP over bins of semitones × tempo ratio. */
  readonly robustness?: readonly Cell[];
  /** HR@1 by length of the sampled excerpt. */
  readonly lengths?: readonly LengthBin[];
  readonly queries?: readonly QueryOutcome[];
}

/** Two methods on the same queries: sign-flipping permutation test, Holm-corrected over all pairs of one metric. */
export interface PairedTest {
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  /** Mean of a − b. */
  readonly difference: number;
  readonly p: number;
  readonly pHolm: number;
  readonly n: number;
}

/** A curve over one axis of a sweep. */
export interface Curve {
  readonly axis: string;
  readonly metric: string;
  /** Method name without the swept value. */
  readonly series: string;
  readonly points: readonly {
    readonly x: string | number | boolean;
    readonly method: string;
    readonly estimate: Estimate;
  }[];
}

/** What a reader needs to know of one metric. */
export interface MetricInfo {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  readonly aggregate: 'mean' | 'median';
  /** `share` is 0…1. */
  readonly unit: 'share' | 'semitones' | 'percent';
  readonly summary: string;
}

/** The leaderboard: all that a reporter shows, and what `sid compare --json` prints. */
export interface Board {
  readonly schema: 'sid.board/1';
  readonly dataset: {
    readonly name: string;
    readonly version: string;
    readonly digest: string;
    readonly description: string;
    readonly licence: string;
    readonly citation: string;
    readonly generated: boolean;
    readonly queries: number;
    readonly negatives: number;
    readonly references: number;
    readonly noise: number;
    /** Relations that were evaluated. */
    readonly relations: readonly string[];
    readonly leftOut: readonly LeftOut[];
    readonly notes: readonly string[];
  };
  readonly protocol: Protocol;
  /** The metrics of the board in the order of the protocol. */
  readonly metricInfo?: readonly MetricInfo[];
  /** The method that others are tested against. */
  readonly baseline?: string;
  readonly methods: readonly BoardMethod[];
  readonly tests: readonly PairedTest[];
  readonly curves?: readonly Curve[];
}
