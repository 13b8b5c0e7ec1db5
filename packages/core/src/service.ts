/** Where messages for people go. Never stdout: that belongs to results. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** A step of long work that is being counted. */
export interface ProgressTask {
  /** `weight` units are done: tracks, queries, bytes. */
  advance(weight?: number): void;
  /** Shown beside the count: what the work has come to. */
  note?(text: string): void;
  end(): void;
}

/** Shows long work: a bar on a terminal, plain lines elsewhere. */
export interface Progress {
  start(label: string, total: number): ProgressTask;
}

/** Files made once and kept by content: an interrupted run finds what it had finished. */
export interface Store {
  /**
   * Path of the file for `key`, which `make` produces if it is not there yet. Written under a temporary name and
   * renamed, so that a path that exists is whole.
   *
   * @param kind - folder below the cache, e.g. `artificial`
   * @param key - everything the content depends on, as JSON
   */
  file(kind: string, key: unknown, extension: string, make: () => Promise<Uint8Array>): Promise<string>;
  /** The same path, or undefined if nothing whole is there. */
  peek(kind: string, key: unknown, extension: string): Promise<string | undefined>;
}

/** Threads. */
export interface Workers {
  readonly size: number;
  /**
   * Applies the default export of `module` to every input on the threads; yields in the order of the inputs and
   * holds no more than a few per thread at once. Inputs and outputs are cloned; a failed input fails the whole.
   */
  map<I, O>(module: URL, inputs: Iterable<I>): AsyncIterable<O>;
}
