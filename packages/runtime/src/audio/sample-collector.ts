/** Gathers samples whose number is guessed at first. */
export interface Collector {
  add(samples: Float32Array): void;
  /** Everything, without spare room. */
  take(): Float32Array;
}

/** A statement in a header is not believed beyond this many samples. */
const mostAtOnce = 2 ** 26;

/** @param expected - number of samples, 0 if unknown */
export const createCollector = (expected: number): Collector => {
  let buffer = new Float32Array(Math.min(mostAtOnce, Math.max(expected, 4096)));
  let filled = 0;
  return {
    add: (samples) => {
      if (filled + samples.length > buffer.length) {
        const larger = new Float32Array(Math.max(filled + samples.length, Math.ceil(1.5 * buffer.length)));
        larger.set(buffer.subarray(0, filled));
        buffer = larger;
      }
      buffer.set(samples, filled);
      filled += samples.length;
    },
    take: () => (filled === buffer.length ? buffer : buffer.slice(0, filled)),
  };
};
