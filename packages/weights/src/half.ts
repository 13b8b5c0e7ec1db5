const bits = new Uint32Array(1);
const value = new Float32Array(bits.buffer);

/** IEEE 754 binary16 of every pattern, made when the first is asked for: 256 KiB, and reading is one look-up. */
let table: Float32Array | undefined;

const makeTable = (): Float32Array =>
  Float32Array.from({ length: 0x10000 }, (_, half) => {
    const exponent = (half >>> 10) & 31;
    const fraction = half & 1023;
    const sign = half & 0x8000 ? -1 : 1;
    if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
  });

export const halvesToFloats = (halves: Uint16Array): Float32Array<ArrayBuffer> => {
  table ??= makeTable();
  const out = new Float32Array(halves.length);
  for (let i = 0; i < out.length; i++) out[i] = table[halves[i] ?? 0] ?? 0;
  return out;
};

/** To the nearest binary16, ties to even; beyond 65504 infinity. */
export const floatToHalf = (x: number): number => {
  value[0] = x;
  const b = bits[0] ?? 0;
  const sign = (b >>> 16) & 0x8000;
  const size = b & 0x7fffffff;
  if (size >= 0x7f800000) return sign | (size > 0x7f800000 ? 0x7e00 : 0x7c00);
  // 65520 and more round to infinity.
  if (size >= 0x477ff000) return sign | 0x7c00;
  // Below 2^-14: a multiple of 2^-24, which float32 rounds to even by itself.
  if (size < 0x38800000) return sign | even(Math.abs(Math.fround(x)) * 2 ** 24);
  return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
};

export const floatsToHalves = (floats: Float32Array): Uint16Array<ArrayBuffer> => {
  const out = new Uint16Array(floats.length);
  for (let i = 0; i < out.length; i++) out[i] = floatToHalf(floats[i] ?? 0);
  return out;
};

/** Nearest integer, ties to even. */
const even = (x: number): number => {
  const floor = Math.floor(x);
  const over = x - floor;
  return over > 0.5 || (over === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
};

/** The upper half of float32. */
export const bfloatsToFloats = (bfloats: Uint16Array): Float32Array<ArrayBuffer> => {
  const out = new Uint32Array(bfloats.length);
  for (let i = 0; i < out.length; i++) out[i] = (bfloats[i] ?? 0) << 16;
  return new Float32Array(out.buffer);
};

/** To the nearest bfloat16, ties to even. */
export const floatToBfloat = (x: number): number => {
  value[0] = x;
  const b = bits[0] ?? 0;
  if ((b & 0x7fffffff) > 0x7f800000) return ((b >>> 16) | 0x40) & 0xffff;
  return ((b + 0x7fff + ((b >>> 16) & 1)) >>> 16) & 0xffff;
};
