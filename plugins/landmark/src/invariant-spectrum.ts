import { createRealFft, hann } from '@sid/dsp';

/** Layout of a spectrum whose bins are equally spaced in log-frequency. */
export interface LogSpectrumSpec {
  readonly sampleRate: number;
  readonly windowSamples: number;
  readonly hopSamples: number;
  /** Centre of bin 0 in hertz. */
  readonly lowestHertz: number;
  readonly binsPerOctave: number;
  readonly octaves: number;
}

/** Row-major `frames × bins`. Frame t is centred on sample (t + ½)·hop. */
export interface LogSpectrum {
  readonly frames: number;
  readonly bins: number;
  readonly data: Float32Array;
}

const binCount = ({ binsPerOctave, octaves }: LogSpectrumSpec): number => binsPerOctave * octaves;

/**
 * Natural logarithm of the power in every bin. One FFT per frame serves all octaves: triangular kernels, two bins wide
 * but never narrower than two coefficients, add up the power around each centre. Below the frequency where a bin is
 * narrower than a coefficient this is not a constant-Q transform, and low bins share what they hear.
 *
 * @returns a function of samples and, where only a part is wanted, its first frame and the one after its last
 */
export const createLogSpectrum = (
  spec: LogSpectrumSpec,
): ((samples: Float32Array, firstFrame?: number, endFrame?: number) => LogSpectrum) => {
  const { windowSamples, hopSamples } = spec;
  const bins = binCount(spec);
  const fft = createRealFft(windowSamples);
  const window = hann(windowSamples);
  const input = new Float32Array(windowSamples);
  const re = new Float32Array(windowSamples / 2 + 1);
  const im = new Float32Array(windowSamples / 2 + 1);
  const power = new Float32Array(windowSamples / 2 + 1);
  const { starts, firsts, weights, end } = kernels(spec, window);
  // 90 dB below a full-scale sine: what is fainter is silence, and rounding noise draws no peaks.
  const floor = 1e-9 * windowSamples;

  return (samples, firstFrame = 0, endFrame = Number.POSITIVE_INFINITY) => {
    const frames = Math.max(0, Math.min(endFrame, Math.floor(samples.length / hopSamples)) - firstFrame);
    const data = new Float32Array(frames * bins);
    for (let frame = 0; frame < frames; frame++) {
      const from = (firstFrame + frame) * hopSamples + (hopSamples >> 1) - (windowSamples >> 1);
      for (let i = 0; i < windowSamples; i++) input[i] = (samples[from + i] ?? 0) * (window[i] as number);
      fft.forward(input, re, im);
      for (let k = 0; k < end; k++) power[k] = (re[k] as number) ** 2 + (im[k] as number) ** 2;
      for (let bin = 0, at = frame * bins; bin < bins; bin++, at++) {
        let sum = floor;
        const last = starts[bin + 1] as number;
        for (let w = starts[bin] as number, k = firsts[bin] as number; w < last; w++, k++)
          sum += (weights[w] as number) * (power[k] as number);
        data[at] = Math.log(sum);
      }
    }
    return { frames, bins, data };
  };
};

/** The weights of all bins end to end; those of bin b start at `starts[b]` and apply from coefficient `firsts[b]`. */
const kernels = (spec: LogSpectrumSpec, window: Float32Array) => {
  const bins = binCount(spec);
  const coefficients = spec.windowSamples / 2;
  const centre = (bin: number): number =>
    (spec.lowestHertz * 2 ** (bin / spec.binsPerOctave) * spec.windowSamples) / spec.sampleRate;
  const energy = window.reduce((sum, value) => sum + value * value, 0);
  const starts = new Uint32Array(bins + 1);
  const firsts = new Uint32Array(bins);
  const weights: number[] = [];
  let end = 0;
  for (let bin = 0; bin < bins; bin++) {
    const middle = centre(bin);
    const half = Math.max(1, centre(bin + 1) - middle);
    const first = Math.max(0, Math.ceil(middle - half));
    const last = Math.min(coefficients, Math.floor(middle + half));
    const kernel = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
      Math.max(0, 1 - Math.abs(first + i - middle) / half),
    );
    const total = kernel.reduce((sum, weight) => sum + weight, 0) || 1;
    weights.push(...kernel.map((weight) => (weight * spec.windowSamples) / total / energy));
    firsts[bin] = first;
    starts[bin + 1] = weights.length;
    end = Math.max(end, last + 1);
  }
  return { starts, firsts, weights: Float32Array.from(weights), end };
};
