import type { LeftOut, Match } from '@sid/core';

/** Matches of one query, best first, to depth 100. */
export interface Ranking {
  readonly query: string;
  readonly matches: readonly Match[];
}

/** What a method cost. Seconds are busy seconds of one core, summed over the cores. */
export interface Timings {
  /** Length of all indexed audio. */
  readonly referenceAudioSeconds: number;
  /** Decoding, resampling, analysing and adding the references. */
  readonly indexSeconds: number;
  /** Of these, decoding and resampling. */
  readonly decodeSeconds: number;
  /** Per query, analysis and search, without decoding. */
  readonly querySeconds: readonly number[];
}

/** One component as it was used. */
export interface UsedComponent {
  readonly kind: string;
  readonly name: string;
  readonly plugin: string;
  readonly revision: number;
  /** After defaults and preset. */
  readonly options: unknown;
}

/** One method on one data set: `RESULTS/<dataset>/<method>/<run>.json`. Metrics are derived, never stored here. */
export interface Result {
  readonly schema: 'sid.result/1';
  readonly method: string;
  /** First 12 digits of the SHA-256 of everything the rankings depend on. */
  readonly run: string;
  /** The method's configuration as resolved. */
  readonly config: unknown;
  readonly components: readonly UsedComponent[];
  /** Node, sid and library versions, the backend and the machine: what was used, not part of the run's name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly dataset: { readonly name: string; readonly version: string; readonly digest: string };
  readonly seed: number;
  readonly scoreMeaning: string;
  readonly timings: Timings;
  readonly size: { readonly tracks: number; readonly bytes: number };
  /** Values of the sweep's axes, where the method comes from one. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** How many noise tracks were in the index. */
  readonly noise: number;
  /** Sentences that belong beside any figure of this method. */
  readonly notes?: readonly string[];
  /** Recordings this method could not use. */
  readonly leftOut: readonly LeftOut[];
  readonly rankings: readonly Ranking[];
}
