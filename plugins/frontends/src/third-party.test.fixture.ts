import { defineFrontend, definePlugin } from '@sid/core';
import { createRealFft, hann } from '@sid/dsp';
import * as z from 'zod';

const stft = defineFrontend({
  name: 'stft',
  summary: 'Magnitudes of a short-time Fourier transform.',
  revision: 1,
  options: z.strictObject({ size: z.literal([512, 1024, 2048]).default(1024).describe('Samples of a frame.') }),
  create({ size }) {
    const [sampleRate, hop, bins] = [16_000, size / 4, size / 2];
    const [fft, window, frame] = [createRealFft(size), hann(size), new Float32Array(size)];
    const [re, im] = [new Float32Array(bins + 1), new Float32Array(bins + 1)];
    return {
      spec: { sampleRate, bins, framesPerSecond: sampleRate / hop },
      async extract({ samples }) {
        const cols = Math.max(0, 1 + Math.floor((samples.length - size) / hop));
        const data = new Float32Array(bins * cols);
        for (let col = 0; col < cols; col++) {
          for (let n = 0; n < size; n++) frame[n] = (samples[col * hop + n] ?? 0) * (window[n] ?? 0);
          fft.forward(frame, re, im);
          for (let k = 0; k < bins; k++) data[k * cols + col] = Math.hypot(re[k] ?? 0, im[k] ?? 0);
        }
        return { rows: bins, cols, data };
      },
    };
  },
});

export default definePlugin({ name: 'my-stft', api: 1, components: [stft] });
