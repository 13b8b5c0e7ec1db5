const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = (c & 1) === 0 ? c >>> 1 : (c >>> 1) ^ 0xedb88320;
  return c;
});

/** CRC-32 of ISO 3309, as in zip and PNG. @param sum - that of the bytes before, 0 at the beginning */
export const crc32 = (bytes: Uint8Array, sum: number): number => {
  let c = ~sum;
  for (let i = 0; i < bytes.length; i++) c = (table[(c ^ (bytes[i] as number)) & 255] as number) ^ (c >>> 8);
  return ~c >>> 0;
};
