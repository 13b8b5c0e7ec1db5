/** `slaney`: linear below 1 kHz, logarithmic above (Auditory Toolbox, 1998). `htk`: 2595·log₁₀(1 + f/700). */
export type MelScale = 'slaney' | 'htk';

export interface MelLayout {
  /** Hertz. */
  readonly sampleRate: number;
  readonly fftSize: number;
  /** Number of filters. */
  readonly bins: number;
  /** Lower end of the lowest filter and upper end of the highest, in hertz. */
  readonly fmin: number;
  readonly fmax: number;
  readonly scale: MelScale;
  /** `slaney`: triangles of equal area. `none`: of equal height, 1. */
  readonly norm: 'slaney' | 'none';
}

/** A triangular filter: weights of the FFT's coefficients from `first` on. */
export interface MelFilter {
  readonly first: number;
  readonly weights: Float64Array;
}

const melsPerHertz = 3 / 200;
const breakHertz = 1000;
const breakMels = breakHertz * melsPerHertz;
const logStep = Math.log(6.4) / 27;

export const hertzToMels = (hertz: number, scale: MelScale): number =>
  scale === 'htk'
    ? 2595 * Math.log10(1 + hertz / 700)
    : hertz < breakHertz
      ? hertz * melsPerHertz
      : breakMels + Math.log(hertz / breakHertz) / logStep;

export const melsToHertz = (mels: number, scale: MelScale): number =>
  scale === 'htk'
    ? 700 * (10 ** (mels / 2595) - 1)
    : mels < breakMels
      ? mels / melsPerHertz
      : breakHertz * Math.exp(logStep * (mels - breakMels));

/** Filters whose corners are equidistant in mels; each begins and ends at its neighbours' peaks. Lowest first. */
export const melBank = ({ sampleRate, fftSize, bins, fmin, fmax, scale, norm }: MelLayout): readonly MelFilter[] => {
  const [from, to] = [hertzToMels(fmin, scale), hertzToMels(fmax, scale)];
  const corner = (i: number): number => melsToHertz(from + ((to - from) * i) / (bins + 1), scale);
  const step = sampleRate / fftSize;
  return Array.from({ length: bins }, (_, m) => {
    const [low, peak, high] = [corner(m), corner(m + 1), corner(m + 2)];
    const first = Math.max(0, Math.ceil(low / step));
    const last = Math.min(fftSize / 2, Math.floor(high / step));
    const height = norm === 'slaney' ? 2 / (high - low) : 1;
    const weights = Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
      const f = (first + i) * step;
      return height * Math.max(0, Math.min((f - low) / (peak - low), (high - f) / (high - peak)));
    });
    return { first, weights };
  });
};
