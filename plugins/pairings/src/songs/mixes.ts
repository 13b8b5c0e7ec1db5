import { defineSongs, type Multitrack, tokens } from '@sid/core';
import { separate } from '@sid/effects';
import * as z from 'zod';
import { recordingOptions } from './recording-options.ts';
import { openRecordings } from './recordings.ts';

export const mixes = defineSongs({
  name: 'mixes',
  summary: 'A folder of finished recordings, each taken apart into harmonic, percussive and bass.',
  revision: 1,
  options: z.strictObject(recordingOptions),
  needs: { baseFolder: tokens.baseFolder, readAudio: tokens.readAudio },
  async create(options, given) {
    const { ids, content, read } = await openRecordings(options, given);
    const { maxSeconds, repeatTo } = options;
    return {
      identity: { content, maxSeconds, repeatTo },
      list: async () => ids,
      read: async (id, sampleRate): Promise<Multitrack> => {
        const { harmonic, percussive, bass } = separate((await read(id, sampleRate)).samples, sampleRate);
        return {
          id,
          stems: [
            { id: 'harmonic', sampleRate, samples: harmonic },
            { id: 'percussive', sampleRate, samples: percussive },
            { id: 'bass', sampleRate, samples: bass },
          ],
        };
      },
    };
  },
});
