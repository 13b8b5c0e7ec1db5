/** Numbers that can be replaced by their logarithms, all at once. */
export interface Logarithms {
  /** Normal positive floats (2⁻¹²⁶ or more), to be filled in; after `replace` their logarithms of base 2. */
  readonly values: Float32Array;
  replace(): void;
}

/**
 * Logarithms by the exponent of the float plus a polynomial in its fraction, a third of the time of `Math.log` and the
 * same on every machine. With f in 0…1, log₂(1 + f) ≈ f + f·(1 − f)·(a + b·f + c·f²); a, b and c are fitted for the
 * least greatest error, 1.2·10⁻⁴.
 */
export const logarithms = (count: number): Logarithms => {
  const values = new Float32Array(count);
  const patterns = new Int32Array(values.buffer);
  const replace = (): void => {
    for (let i = 0; i < count; i++) {
      const pattern = patterns[i] as number;
      const f = (pattern & 0x7fffff) / 0x800000;
      values[i] = (pattern >> 23) - 127 + f + f * (1 - f) * (0.4387253 + f * (0.08212888 * f - 0.2390563));
    }
  };
  return { values, replace };
};
