/** Plays at another speed by cubic interpolation (Catmull and Rom 1974): `round(length / speed)` samples. */
export const quickVarispeed = (samples: Float32Array, speed: number): Float32Array => {
  // Two samples of silence at each end: reading beyond an array is slow.
  const padded = new Float32Array(samples.length + 4);
  padded.set(samples, 2);
  const out = new Float32Array(Math.round(samples.length / speed));
  for (let i = 0; i < out.length; i++) {
    const at = i * speed;
    const j = Math.min(at | 0, samples.length - 1);
    const t = at - j;
    const a = padded[j + 1] ?? 0;
    const b = padded[j + 2] ?? 0;
    const c = padded[j + 3] ?? 0;
    const d = padded[j + 4] ?? 0;
    out[i] = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }
  return out;
};

/** Every fourth sample, each a mean of four: enough to find where waves coincide. */
const decimate = (samples: Float32Array): Float32Array => {
  const out = new Float32Array(samples.length >> 2);
  for (let i = 0; i < out.length; i++) {
    const j = 4 * i;
    out[i] = (samples[j] ?? 0) + (samples[j + 1] ?? 0) + (samples[j + 2] ?? 0) + (samples[j + 3] ?? 0);
  }
  return out;
};

/** The place near `guess` where `samples` goes on most like `count` samples from `wanted` on. */
const bestPlace = (samples: Float32Array, wanted: number, guess: number, reach: number, count: number): number => {
  const last = samples.length - count;
  let best = Math.max(0, Math.min(last, guess));
  let most = Number.NEGATIVE_INFINITY;
  const end = Math.min(last, guess + reach);
  if (wanted < 0 || wanted > last) return best;
  for (let place = Math.max(0, guess - reach); place <= end; place++) {
    let product = 0;
    let energy = 1e-9;
    for (let i = 0; i < count; i += 2) {
      const x = samples[place + i] ?? 0;
      product += x * (samples[wanted + i] ?? 0);
      energy += x * x;
    }
    const likeness = product / Math.sqrt(energy);
    if (likeness > most) {
      most = likeness;
      best = place;
    }
  }
  return best;
};

/** Another tempo at the same pitch by waveform-similarity overlap-add (Verhelst and Roelands 1993). */
const overlapAdd = (samples: Float32Array, sampleRate: number, tempoRatio: number, length: number): Float32Array => {
  const hop = 4 * Math.round(0.005 * sampleRate);
  const reach = Math.round(0.003 * sampleRate);
  const coarse = decimate(samples);
  const out = new Float32Array(length + 2 * hop);
  const fade = Float32Array.from({ length: hop }, (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * i) / hop));
  let from = 0;
  out.set(samples.subarray(0, hop));
  for (let at = hop; at < length; at += hop) {
    // What would follow the last piece, and the place that resembles it near where this moment lies.
    const wanted = from + hop;
    const guess = Math.round(at * tempoRatio);
    const near = 4 * bestPlace(coarse, wanted >> 2, guess >> 2, reach, hop >> 2);
    from = Math.max(0, Math.min(samples.length - 2 * hop, near + (wanted & 3)));
    const count = Math.min(hop, samples.length - wanted);
    for (let i = 0; i < count; i++) {
      const w = fade[i] ?? 0;
      out[at + i] = (1 - w) * (samples[wanted + i] ?? 0) + w * (samples[from + i] ?? 0);
    }
  }
  return out.subarray(0, length);
};

/**
 * Changes tempo and pitch like `stretch`, in a fraction of its time and less cleanly: for training, where there is
 * much to change and imperfect changes are what is wanted. Time t comes to lie at about t / `tempoRatio`.
 *
 * @param tempoRatio - above 1 is faster
 * @param semitones - above 0 is higher
 * @returns `samples.length / tempoRatio` samples
 */
export const quickStretch = (
  samples: Float32Array,
  sampleRate: number,
  tempoRatio: number,
  semitones: number,
): Float32Array => {
  const length = Math.round(samples.length / tempoRatio);
  const speed = 2 ** (semitones / 12);
  const transposed = semitones === 0 ? samples : quickVarispeed(samples, speed);
  const ratio = tempoRatio / speed;
  if (Math.abs(ratio - 1) < 1e-6) return transposed === samples ? samples.slice() : transposed;
  return overlapAdd(transposed, sampleRate, ratio, length).slice();
};
