import { type Analysis, defineRetriever, type Match, type Retriever } from '@sid/core';
import { encodeInvariantPeaks } from './invariant-code.ts';
import { createInvariantLibrary, type InvariantLibrary } from './invariant-library.ts';
import { heardInvariantly, listenInvariantly, spectrumSpec } from './invariant-listen.ts';
import {
  type InvariantOptions,
  invariantAnalysisOptions,
  invariantOptions,
  invariantPresets,
} from './invariant-options.ts';
import { searchInvariantly } from './invariant-search.ts';
import { readTrackFile, type StoredTrack, trackFileBytes, writeTrackFile } from './track-file.ts';

const createLandmarkInvariant = (options: InvariantOptions): Retriever => {
  const analysisOptions = invariantAnalysisOptions(options);
  const head = { kind: 'landmark-invariant/1', settings: { referenceRank: options.referenceRank } };
  let tracks = new Map<string, StoredTrack>();
  let library: InvariantLibrary | undefined;
  const search = (query: Analysis, limit: number, suggested?: readonly Match[]): readonly Match[] => {
    // Made when first asked: additions come in thousands, and only the last state is ever asked.
    library ??= createInvariantLibrary(tracks.values(), options);
    return searchInvariantly(library, heardInvariantly(query), query.durationSeconds, options, limit, suggested);
  };
  return {
    sampleRate: spectrumSpec.sampleRate,
    scoreMeaning:
      'b/(b + 30), where b is the evidence in bits (log₂ of a likelihood ratio) that peaks of the track are heard in the query along one line, with what is known of changes of pitch and tempo beforehand: 0 without evidence, towards 1 with ever more.',
    analysisOptions,
    analyse: async (audio, side) => listenInvariantly(audio, side, options),
    add: async (reference) => {
      const { id, durationSeconds } = reference;
      tracks.set(id, { id, durationSeconds, code: encodeInvariantPeaks(heardInvariantly(reference)) });
      library = undefined;
    },
    remove: async (track) => {
      library = undefined;
      return tracks.delete(track);
    },
    query: async (query, limit) => search(query, limit),
    queryWith: async (query, limit, suggested) => search(query, limit, suggested),
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

export const landmarkInvariant = defineRetriever({
  name: 'landmark-invariant',
  summary:
    'Triplets of log-frequency peaks find samples at another pitch and tempo; peaks are then compared one by one.',
  revision: 3,
  options: invariantOptions,
  presets: invariantPresets,
  create: createLandmarkInvariant,
});
