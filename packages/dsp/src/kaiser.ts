/**
 * Low-pass filters by the window method (Kaiser and Schafer 1980): a sinc under a Kaiser window. The formulas give the
 * length and shape for an attenuation and a width of the transition.
 */
export interface LowPass {
  /** In samples, on each side of the centre; not whole. */
  readonly halfLength: number;
  /** Value of the impulse response `t` samples from its centre; zero beyond `halfLength`. */
  at(t: number): number;
}

/**
 * @param pass - end of the pass band in cycles per sample
 * @param stop - beginning of the stop band in cycles per sample
 * @param halfLength - if other than what the attenuation needs
 */
export const lowPass = (pass: number, stop: number, attenuationDb: number, halfLength?: number): LowPass => {
  const half = halfLength ?? (attenuationDb - 7.95) / (14.36 * (stop - pass)) / 2;
  const beta = 0.1102 * (attenuationDb - 8.7);
  const cutoff = pass + stop;
  return {
    halfLength: half,
    at: (t) =>
      Math.abs(t) >= half
        ? 0
        : (cutoff * sinc(cutoff * t) * bessel(beta * Math.sqrt(1 - (t / half) ** 2))) / bessel(beta),
  };
};

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Modified Bessel function I₀, by its series. */
const bessel = (x: number): number => {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
};
