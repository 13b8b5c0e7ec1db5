import type { DatasetInfo, LeftOut, Relation, Role } from '@sid/core';

/** A recording without its file: what evaluation and reports need to know of it. */
export interface TruthTrack {
  readonly id: string;
  readonly role: Role;
  readonly durationSeconds: number;
  readonly title?: string;
}

/**
 * The ground truth of one state of a data set, stored once beside the results that were measured against it:
 * `RESULTS/<dataset>/truth/<digest12>.json`.
 */
export interface Truth {
  readonly schema: 'sid.truth/1';
  readonly dataset: DatasetInfo;
  /** SHA-256 over the metadata and the content of every file. */
  readonly digest: string;
  readonly references: readonly TruthTrack[];
  readonly queries: readonly TruthTrack[];
  readonly relations: readonly Relation[];
  /** Missing or broken: recordings and relations that the full data set has and these results do not cover. */
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
}
