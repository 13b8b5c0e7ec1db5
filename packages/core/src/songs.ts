import type { Audio } from './audio.ts';

/** A song taken apart: parts that sound together, equally long and of one sample rate. */
export interface Multitrack {
  readonly id: string;
  /** The `id` of each is the part's name: `drums`, `vocals`. Two or more. */
  readonly stems: readonly Audio[];
}

/** Where training finds music. */
export interface SongSource {
  /** Equal for equal music: what the songs' content depends on, for cache keys. */
  readonly identity: unknown;
  /** Ids in a fixed order; the same on every machine. */
  list(): Promise<readonly string[]>;
  /**
   * One song, made or decoded and taken apart. Runs in threads; the runtime keeps what it returns.
   *
   * @throws SidError for a song that cannot be used; the others go on
   */
  read(id: string, sampleRate: number): Promise<Multitrack>;
}
