/**
 * Transcendental functions of nothing but IEEE arithmetic. ECMAScript leaves the last bits of `Math.sin`, `Math.exp`
 * and `**` open, and they do differ between versions of Node; one bit is enough for another digest.
 */

/** 2^n for n from −1022 to 1023, by exact doubling. */
const powersOfTwo = (() => {
  const out = new Float64Array(2046);
  out[1022] = 1;
  for (let i = 1023; i < 2046; i++) out[i] = 2 * (out[i - 1] ?? 1);
  for (let i = 1021; i >= 0; i--) out[i] = (out[i + 1] ?? 1) / 2;
  return out;
})();

const ln2 = Math.LN2;

/** 2^x by Taylor's series around the nearest whole number; relative error below 1e-15. */
export const exp2 = (x: number): number => {
  if (x < -1000) return 0;
  const whole = Math.round(x);
  const y = (x - whole) * ln2;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 14; n++) {
    term *= y / n;
    sum += term;
  }
  return sum * (powersOfTwo[whole + 1022] ?? Number.POSITIVE_INFINITY);
};

/** Base-2 logarithm of a positive normal number, by the series of artanh. */
export const log2 = (x: number): number => {
  let mantissa = x;
  let exponent = 0;
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let power = s;
  let sum = 0;
  for (let n = 1; n <= 25; n += 2) {
    sum += power / n;
    power *= square;
  }
  return exponent + (2 * sum) / ln2;
};

/** `base` to the power of `exponent`. @param base - above 0 */
export const power = (base: number, exponent: number): number => exp2(exponent * log2(base));

export const exponential = (x: number): number => exp2(x / ln2);

/** Amplitude factor of a level in dB. */
export const decibels = (db: number): number => exp2(db * 0.16609640474436813);

export const squared = (x: number): number => x * x;

/** Sine of an angle in radians, by Taylor's series within a quarter turn; absolute error below 1e-14 for |x| < 100. */
export const sin = (x: number): number => {
  const half = Math.round(x / Math.PI);
  const y = x - half * Math.PI;
  const square = y * y;
  let term = half % 2 === 0 ? y : -y;
  let sum = term;
  for (let n = 2; n <= 22; n += 2) {
    term *= -square / (n * (n + 1));
    sum += term;
  }
  return sum;
};

export const cos = (x: number): number => sin(x + Math.PI / 2);

export const tan = (x: number): number => sin(x) / cos(x);
