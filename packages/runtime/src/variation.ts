import { type FeatureSpec, type Matrix, SidError } from '@sid/core';

/** One way in which a query is made to sound before its windows are cut. */
export interface Variation {
  /** How much higher. */
  readonly semitones: number;
  /** How many times as fast. */
  readonly tempo: number;
}

/** What a method asks for; as recorded is always among it. */
export interface Variations {
  readonly semitones?: readonly number[];
  readonly tempo?: readonly number[];
}

/** Bins that are as much as so many semitones. @throws SidError SID_METHOD_UNFIT */
const binsOf = (semitones: number, { binsPerOctave }: FeatureSpec): number => {
  if (semitones === 0) return 0;
  if (binsPerOctave === undefined) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      'window.semitones moves pictures by whole bins, and the bins of this frontend are not evenly spaced in pitch. Choose cqt or vqt with a real output, or leave out window.semitones.',
    );
  }
  const bins = (semitones * binsPerOctave) / 12;
  if (Math.abs(bins - Math.round(bins)) > 1e-6) {
    throw new SidError(
      'SID_METHOD_UNFIT',
      `window.semitones has ${semitones}, which is no whole number of bins: at ${binsPerOctave} bins per octave choose multiples of ${12 / binsPerOctave}.`,
    );
  }
  return Math.round(bins);
};

/** All combinations, as recorded first. @throws SidError SID_METHOD_UNFIT for shifts that the frontend's bins do not allow */
export const variationsOf = ({ semitones = [], tempo = [] }: Variations, spec: FeatureSpec): readonly Variation[] => {
  for (const each of semitones) binsOf(each, spec);
  return [...new Set([1, ...tempo])].flatMap((fast) =>
    [...new Set([0, ...semitones])].map((high) => ({ semitones: high, tempo: fast })),
  );
};

/** Rows moved up; those that come from beyond the picture get its least value. */
const raised = ({ rows, cols, data }: Matrix, bins: number): Matrix => {
  const least = data.reduce((floor, value) => Math.min(floor, value), Number.POSITIVE_INFINITY);
  const out = new Float32Array(data.length).fill(least);
  if (Math.abs(bins) < rows) {
    if (bins > 0) out.set(data.subarray(0, (rows - bins) * cols), bins * cols);
    else out.set(data.subarray(-bins * cols));
  }
  return { rows, cols, data: out };
};

/** Frame j is the picture at j · tempo, between two frames by linear interpolation. */
const quickened = ({ rows, cols, data }: Matrix, tempo: number): Matrix => {
  const width = cols === 0 ? 0 : Math.floor((cols - 1) / tempo) + 1;
  const out = new Float32Array(rows * width);
  for (let j = 0; j < width; j++) {
    const at = Math.floor(j * tempo);
    const share = j * tempo - at;
    const next = Math.min(at + 1, cols - 1);
    for (let row = 0; row < rows; row++) {
      const [a = 0, b = 0] = [data[row * cols + at], data[row * cols + next]];
      out[row * width + j] = a + share * (b - a);
    }
  }
  return { rows, cols: width, data: out };
};

/** The picture of a recording that sounds higher and faster. */
export const varied = (picture: Matrix, { semitones, tempo }: Variation, spec: FeatureSpec): Matrix => {
  const bins = binsOf(semitones, spec);
  const high = bins === 0 || picture.data.length === 0 ? picture : raised(picture, bins);
  return tempo === 1 ? high : quickened(high, tempo);
};
