/** What a recording is for in a benchmark. Noise is in the index and relevant to no query; a negative is a query that samples nothing. */
export type Role = 'reference' | 'noise' | 'query' | 'negative';

/**
 * One audio file, or the part of one between two times, and what it is for. A plain value: it crosses threads,
 * and the runtime decodes it where it is needed, one at a time.
 */
export interface Recording {
  readonly id: string;
  readonly role: Role;
  /** Absolute path of the file. */
  readonly file: string;
  /** Seconds into the file; the whole file where absent. */
  readonly from?: number;
  readonly to?: number;
  readonly title?: string;
}
