import { SidError } from '@sid/core';

/** @param why - what is wrong, as the end of "cannot be decoded: …" */
export const corrupt = (file: string, why: string): SidError =>
  new SidError(
    'SID_AUDIO_CORRUPT',
    `Audio file "${file}" cannot be decoded: ${why}. Fetch or convert it again, or remove it.`,
  );

export const empty = (file: string, why: string): SidError =>
  new SidError('SID_AUDIO_EMPTY', `Audio file "${file}" holds no sound to work with: ${why}. Replace or remove it.`);

export const tooLong = (file: string, seconds: number, maxHours: number): SidError =>
  new SidError(
    'SID_AUDIO_TOO_LONG',
    `Audio file "${file}" is longer than ${maxHours} h (${(seconds / 3600).toFixed(2)} h as far as known). Cut it, or raise maxHours.`,
  );
