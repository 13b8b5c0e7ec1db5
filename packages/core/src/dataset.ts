import type { Recording } from './recording.ts';
import type { Relation } from './relation.ts';

/** What a data set is, where it comes from and under which terms. */
export interface DatasetInfo {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly citation: string;
  /** True where the audio was made by a program: figures from it are marked as such wherever they appear. */
  readonly generated: boolean;
  readonly description: string;
}

/** What should be there and is not usable, with the reason. */
export interface LeftOut {
  readonly id: string;
  readonly reason: string;
  readonly file?: string;
}

/** The recordings and the truth of a benchmark, as far as they are present. */
export interface Collection {
  /** References and noise: the index. */
  readonly references: readonly Recording[];
  /** Queries and negatives. */
  readonly queries: readonly Recording[];
  readonly relations: readonly Relation[];
  /** Everything the full data set has and this collection lacks. */
  readonly leftOut: readonly LeftOut[];
  /** Sentences about this collection that belong beside any figure from it. */
  readonly notes: readonly string[];
}

/** Files that are not there, apart from files that are there and wrong. */
export interface Validation {
  readonly missing: readonly LeftOut[];
  readonly corrupt: readonly LeftOut[];
}

/** A benchmark: queries, references, noise and the relations between them. */
export interface Dataset {
  readonly info: DatasetInfo;
  /** Lists (and where needed makes) the recordings. Called once in a run. */
  collect(): Promise<Collection>;
  validate(): Promise<Validation>;
  /** Fetches what may be fetched (metadata); absent where nothing can be. Returns what it wrote. */
  download?(): Promise<readonly string[]>;
}
