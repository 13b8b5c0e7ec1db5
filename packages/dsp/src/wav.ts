/** How `encodeWav` writes a sample. */
export type WavSample = 'int16' | 'float32';

/**
 * A mono WAV file (RIFF, Microsoft 1991; float: WAVE_FORMAT_IEEE_FLOAT). 16-bit samples are rounded and clipped to
 * −1…32767/32768, without dither, so that equal samples give equal bytes.
 *
 * @param sampleRate - hertz, a whole number
 */
export const encodeWav = (samples: Float32Array, sampleRate: number, as: WavSample = 'int16'): Uint8Array => {
  const bytesPerSample = as === 'int16' ? 2 : 4;
  const dataBytes = samples.length * bytesPerSample;
  const headerBytes = 44;
  const file = new Uint8Array(headerBytes + dataBytes);
  const view = new DataView(file.buffer);
  const text = (offset: number, value: string): void => {
    for (let i = 0; i < value.length; i++) file[offset + i] = value.charCodeAt(i);
  };
  text(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, as === 'int16' ? 1 : 3, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytesPerSample, true);
  view.setUint16(32, bytesPerSample, true);
  view.setUint16(34, 8 * bytesPerSample, true);
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i] ?? 0;
    const offset = headerBytes + i * bytesPerSample;
    if (as === 'int16') view.setInt16(offset, Math.max(-32768, Math.min(32767, Math.round(value * 32768))), true);
    else view.setFloat32(offset, value, true);
  }
  return file;
};
