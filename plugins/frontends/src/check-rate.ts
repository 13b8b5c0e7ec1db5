import { type Audio, SidError } from '@sid/core';

/** Resampling is left to whoever reads the audio: done here it would be done without being seen. */
export const checkRate = (frontend: string, audio: Audio, sampleRate: number): void => {
  if (audio.sampleRate !== sampleRate)
    throw new SidError(
      'SID_METHOD_FAILED',
      `The frontend "${frontend}" was given "${audio.id}" at ${audio.sampleRate} Hz and wants ${sampleRate} Hz. Read it at the rate in its spec, or convert it by resample of @sid/dsp.`,
    );
};
