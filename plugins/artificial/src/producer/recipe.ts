import type { Treatment } from '@sid/effects';
import type { StemName } from '../song/score.ts';
import type { SongOptions } from '../song/write.ts';

export const classNames = ['clean', 'pitch', 'tempo', 'both', 'buried'] as const;
export type ClassName = (typeof classNames)[number];

/** A song to be written and rendered. */
export interface SongRecipe {
  readonly seed: string;
  readonly options: SongOptions;
  readonly sampleRate: number;
}

/** One stretch of the excerpt (seconds from its start, before any change) laid into the query at `at` seconds. */
export interface Slice {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A sample and where it goes. */
export interface SampleRecipe {
  /** Start and length of the excerpt in its source, seconds. */
  readonly from: number;
  readonly seconds: number;
  /** Stems of the source that are heard; the whole mix where absent. */
  readonly stems?: readonly StemName[];
  readonly treatment: Treatment;
  readonly slices: readonly Slice[];
  /** Against the layers, in dB RMS where both are heard. Absent where there are none. */
  readonly levelDb?: number;
}

/** New material, generated, from `from` seconds on. */
export interface LayerRecipe {
  readonly song: SongRecipe;
  readonly from: number;
}

/** A query: everything its sound depends on. */
export interface QueryRecipe {
  readonly seconds: number;
  readonly sampleRate: number;
  readonly sample: SampleRecipe;
  readonly layers: readonly LayerRecipe[];
  /** Level of the noise floor in dB of full scale. */
  readonly floorDb: number;
  readonly seed: string;
}
