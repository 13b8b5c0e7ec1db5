import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that may lie about: less than two minutes of stereo audio at 44.1 kHz. */
const allowance = 32 * 2 ** 20;

let collect: (() => void) | undefined;

const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};

/**
 * Frees the audio and pictures that a thread is done with. Left alone, the engine's garbage collector waits until much
 * more of them has gathered: small objects that hold large buffers look cheap to it. A few milliseconds a recording.
 */
export const freeSpentBuffers = (): void => {
  if (process.memoryUsage().arrayBuffers < allowance) return;
  collect ??= collector();
  collect();
};
