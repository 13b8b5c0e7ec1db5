/** Whether a figure can be printed and drawn. JSON turns what is not finite into null; past 1e15 nothing is a measurement. */
export const isUsable = (value: number | null | undefined): value is number =>
  value !== undefined && value !== null && Number.isFinite(value) && Math.abs(value) < 1e15;

/** What stands where a figure is missing. */
export const nothing = '–';

/** `0.468`; an en dash where there is no finite number. */
export const fixed = (value: number | undefined, digits = 3): string =>
  isUsable(value)
    ? withMinus(Number(value.toFixed(digits)) === 0 ? (0).toFixed(digits) : value.toFixed(digits))
    : nothing;

/** About three significant digits and never an exponent: `1240`, `87.3`, `0.0312`. */
export const significant = (value: number | undefined): string => {
  if (!isUsable(value)) return nothing;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 100) return fixed(value, 0);
  return fixed(value, Math.min(6, 2 - Math.floor(Math.log10(size))));
};

/** A p value: `0.031`, or `< 0.001`. */
export const probability = (p: number): string => (isUsable(p) && p < 0.001 ? '< 0.001' : fixed(p));

/** `p = 0.031` or `p < 0.001`. */
export const pEquals = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${fixed(p)}`);

/** Seconds on a time axis: `12.5 s`, from a minute on (or always `withMinutes`) `1:32.5`. */
export const time = (seconds: number, withMinutes = false): string => {
  if (!isUsable(seconds)) return nothing;
  const tenths = Math.round(Math.abs(seconds) * 10);
  const sign = seconds < 0 && tenths > 0 ? '−' : '';
  if (tenths < 600 && !withMinutes) return `${sign}${trimZero(tenths / 10)}\u00a0s`;
  const minutes = Math.floor(tenths / 600);
  const rest = (tenths - minutes * 600) / 10;
  return `${sign}${minutes}:${rest < 10 ? '0' : ''}${trimZero(rest)}`;
};

/** A length of audio: `42 s`, `12 min`, `5.3 h`. */
export const length = (seconds: number): string => {
  if (!isUsable(seconds)) return nothing;
  if (seconds < 90) return `${trimZero(seconds)} s`;
  return seconds < 5400 ? `${trimZero(seconds / 60)} min` : `${trimZero(seconds / 3600)} h`;
};

/** With its sign: `+2`, `−0.5`. */
export const signed = (value: number, digits = 3): string =>
  isUsable(value) && value > 0 && Number(value.toFixed(digits)) !== 0
    ? `+${fixed(value, digits)}`
    : fixed(value, digits);

/** At most one decimal, and none where it is zero. */
export const trimZero = (value: number, digits = 1): string =>
  isUsable(value) ? withMinus(String(Number(value.toFixed(digits)))) : nothing;

/** `3 queries`, `1 query`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

const withMinus = (text: string): string => text.replace('-', '−');
