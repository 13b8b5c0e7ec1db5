import { defineRetriever, type Retriever } from '@sid/core';
import { createLibrary, type Library } from './library.ts';
import { heard, listen } from './listen.ts';
import { analysisOptionsOf, type LandmarkOptions, landmarkOptions, landmarkPresets } from './options.ts';
import { encodePeaks } from './peak-code.ts';
import { search } from './search.ts';
import { sampleRate } from './spectrum.ts';
import { readTrackFile, type StoredTrack, trackFileBytes, writeTrackFile } from './track-file.ts';

const createLandmark = (options: LandmarkOptions): Retriever => {
  const analysisOptions = analysisOptionsOf(options);
  const head = { kind: 'landmark/1', settings: analysisOptions };
  let tracks = new Map<string, StoredTrack>();
  let library: Library | undefined;
  return {
    sampleRate,
    scoreMeaning:
      'Weight of the hashes that agree on an offset, over what the same track gets by chance, from 0 to 1: ½ is four times chance. A rank order with a scale, no probability.',
    analysisOptions,
    analyse: async (audio, side) => listen(audio, side, options),
    add: async (reference) => {
      const [peaks] = heard(reference);
      const code = peaks === undefined ? new Uint8Array() : encodePeaks(peaks);
      tracks.set(reference.id, { id: reference.id, durationSeconds: reference.durationSeconds, code });
      library = undefined;
    },
    remove: async (track) => {
      library = undefined;
      return tracks.delete(track);
    },
    query: async (query, limit) => {
      // Made when first asked: additions come in thousands, and only the last state is ever asked.
      library ??= createLibrary(tracks.values(), options);
      return search(library, heard(query), options, limit);
    },
    get size() {
      return { tracks: tracks.size, bytes: trackFileBytes(head, tracks) };
    },
    save: () => writeTrackFile(head, tracks),
    load: async (chunks) => {
      tracks = await readTrackFile(head, chunks);
      library = undefined;
    },
    [Symbol.asyncDispose]: async () => {
      tracks = new Map();
      library = undefined;
    },
  };
};

export const landmark = defineRetriever({
  name: 'landmark',
  summary: 'Pairs of spectral peaks, hashed; tracks are ranked by hashes that agree on an offset in time.',
  revision: 2,
  options: landmarkOptions,
  presets: landmarkPresets,
  create: createLandmark,
});
