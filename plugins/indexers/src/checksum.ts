/**
 * 32-bit checksum over little-endian words: each is mixed in by a step that can be undone, so that no change of a single
 * word goes unseen; others do once in 2³².
 *
 * @param sum - that of what came before, 0 at the beginning
 * @param bytes - a multiple of four, at an offset that is one
 */
export const checksum = (bytes: Uint8Array, sum: number): number => {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let h = sum;
  for (const word of words) {
    h = Math.imul(h ^ word, 0x01000193);
    h = (h << 13) | (h >>> 19);
  }
  return h >>> 0;
};
