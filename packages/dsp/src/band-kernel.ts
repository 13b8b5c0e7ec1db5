/**
 * How the literature's programs turn a frequency into a filter. All are Hann windows times e^(iωn), scaled to
 * Σ|k| = √length; they differ in bandwidth, in rounding and in what they do with negative frequencies.
 *
 * - `librosa` (0.10 and later): α = (4^(1/b) − 1)/(4^(1/b) + 1), lengths not rounded; a filter acts on the frequencies
 *   from 0 to Nyquist of its frame only, so that it is analytic.
 * - `nnaudio` (CQT1992v2 of nnAudio): α = 2^(1/b) − 1, lengths rounded up; correlation in the time domain with windows
 *   that begin at −⌈length/2⌉.
 * - `direct`: the same with windows that begin at −⌊length/2⌋, nearer to their centre by nothing but the convention.
 */
export type BandDefinition = 'librosa' | 'nnaudio' | 'direct';

export interface BandLayout {
  readonly definition: BandDefinition;
  /** Hertz. */
  readonly sampleRate: number;
  /** Centre frequency of the lowest band in hertz. */
  readonly fmin: number;
  readonly binsPerOctave: number;
  readonly bins: number;
  /** Hertz added to the bandwidth of every band (Schörkhuber et al. 2014), or `erb`: 24.7·α/0.108. 0: constant Q. */
  readonly gamma: number | 'erb';
}

/** A filter k[n] = w[n]·e^(−iωn), n from `first` on: the value of its band at time t is Σ x[t + n]·k[n]. */
export interface BandKernel {
  /** ω, in radians per sample. */
  readonly omega: number;
  /** Samples, perhaps not whole. */
  readonly length: number;
  readonly first: number;
  /** The window, scaled; symmetric about `centre`. */
  readonly window: Float64Array;
  /** In samples: 0 or ±½. */
  readonly centre: number;
}

/** Relative bandwidth of one band: 1/Q for γ = 0. */
const relativeBandwidth = (definition: BandDefinition, binsPerOctave: number): number => {
  if (definition !== 'librosa') return 2 ** (1 / binsPerOctave) - 1;
  const ratio = 2 ** (2 / binsPerOctave);
  return (ratio - 1) / (ratio + 1);
};

/** Centre frequencies in hertz. */
export const bandFrequencies = ({ fmin, binsPerOctave, bins }: BandLayout): readonly number[] =>
  Array.from({ length: bins }, (_, k) => fmin * 2 ** (k / binsPerOctave));

/** Filter lengths in samples, longest first. */
export const bandLengths = (layout: BandLayout): readonly number[] => {
  const alpha = relativeBandwidth(layout.definition, layout.binsPerOctave);
  const gamma = layout.gamma === 'erb' ? (24.7 * alpha) / 0.108 : layout.gamma;
  return bandFrequencies(layout).map((frequency) => {
    const length = layout.sampleRate / alpha / (frequency + gamma / alpha);
    return layout.definition === 'librosa' ? length : Math.ceil(length);
  });
};

/** Samples of the frame that holds every filter: the power of two from the longest on. */
export const bandFrameLength = (layout: BandLayout): number => 2 ** Math.ceil(Math.log2(bandLengths(layout)[0] ?? 1));

/** The filters of `layout`, lowest first. */
export const bandKernels = (layout: BandLayout): readonly BandKernel[] => {
  const lengths = bandLengths(layout);
  return bandFrequencies(layout).map((frequency, k) => {
    const length = lengths[k] ?? 1;
    const [less, more] = [Math.floor(length / 2), Math.ceil(length / 2)];
    const taps = less + more;
    // Σ of a Hann window is half its length.
    const scale = (2 * Math.sqrt(length)) / taps;
    const window = Float64Array.from(
      { length: taps },
      (_, n) => scale * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / taps)),
    );
    const omega = (2 * Math.PI * frequency) / layout.sampleRate;
    const centre = (more - less) / 2;
    if (layout.definition === 'direct') return { omega, length, first: -less, window, centre };
    if (layout.definition === 'nnaudio') return { omega, length, first: -more, window, centre: -centre };
    // librosa too begins at −⌈length/2⌉, but multiplies by the spectrum itself, not its conjugate, which runs the
    // window backwards.
    return { omega, length, first: 1 - less, window: window.reverse(), centre };
  });
};
