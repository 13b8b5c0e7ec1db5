import * as z from 'zod';

/** Options of sources that take finished recordings apart. */
export const recordingOptions = {
  root: z.string().min(1).describe('Folder of finished recordings. Subfolders are searched.'),
  maxSeconds: z.number().min(10).max(3600).default(180).describe('What lies beyond in a recording is not used.'),
  repeatTo: z
    .number()
    .min(0)
    .max(600)
    .default(0)
    .describe('A shorter recording (a drum loop) is repeated until it is so many seconds long.'),
};
