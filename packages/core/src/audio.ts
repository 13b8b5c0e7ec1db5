/** One channel of sound. Samples are nominally in −1…1; the rate is in hertz. */
export interface Audio {
  readonly id: string;
  readonly sampleRate: number;
  readonly samples: Float32Array;
}

/** Length of `audio` in seconds. */
export const durationSeconds = (audio: Audio): number => audio.samples.length / audio.sampleRate;
