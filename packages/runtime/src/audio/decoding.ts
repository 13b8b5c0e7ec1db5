/** What a decoder says before its first samples. */
export interface Head {
  readonly sampleRate: number;
  readonly channels: number;
  /** Length as the file states it; undefined where it does not. */
  readonly frames: number | undefined;
}

/** Where a decoder puts what it finds. Either call returns whether to go on. */
export interface Sink {
  head(head: Head): boolean;
  /** Mean of all channels. The samples may be overwritten after the call. */
  samples(mono: Float32Array): boolean;
}

/** How decoding ended: `failure` where it ended because something is broken. */
export interface Ending {
  readonly failure?: string;
}
