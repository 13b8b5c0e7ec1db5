import type { Audio } from './audio.ts';
import type { Matrix } from './matrix.ts';

/** What a frontend makes of audio: enough for an encoder to say whether it fits. */
export interface FeatureSpec {
  readonly sampleRate: number;
  /** Rows of a feature: bins, or twice as many where real and imaginary parts are kept. */
  readonly bins: number;
  readonly framesPerSecond: number;
  /** Where bins are evenly spaced in pitch, and moving a picture by whole bins therefore makes it sound higher. */
  readonly binsPerOctave?: number;
}

/** Turns audio into a time–frequency picture, one row per bin, one column per frame. */
export interface Frontend {
  readonly spec: FeatureSpec;
  /** The picture of a whole recording, nothing in it depending on its length or its loudest place. */
  extract(audio: Audio): Promise<Matrix>;
  /**
   * The same picture before magnitudes are taken, where it is linear in the audio: what is added here sounds together
   * (Riou et al. 2025 mix songs so). Rows and columns are those of `extract`.
   */
  complex?(audio: Audio): Promise<{ readonly real: Matrix; readonly imaginary: Matrix }>;
  /**
   * What is done to each window that is cut out of such a picture before an encoder sees it: division by its maximum,
   * logarithm, scaling to 0…1. Absent where nothing is. `rows` and `cols` stay, unless the frontend crops bins.
   *
   * @param room - where the result may go instead of into memory of its own; as long as the result
   */
  normalise?(window: Matrix, room?: Float32Array): Matrix;
}
