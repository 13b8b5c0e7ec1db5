export { audioSupport } from './audio-support.ts';
export { fileDigest } from './file-digest.ts';
export { type AudioFormat, audioExtensions, audioFormats } from './format.ts';
export { type Probe, probeAudio } from './probe-audio.ts';
export { type ReadOptions, readAudio } from './read-audio.ts';

/** Raise it when the same file decodes to other samples: it is part of every cache key. */
export const decoderRevision = 1;
