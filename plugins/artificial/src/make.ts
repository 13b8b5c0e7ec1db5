import { encodeWav } from '@sid/dsp';
import { makeSong, produce } from './producer/produce.ts';
import type { QueryRecipe, SongRecipe } from './producer/recipe.ts';
import { mixDown } from './song/master.ts';

/** Work for one thread: a song, or an excerpt of a recording, and the queries that sample it. */
export interface MakeJob {
  readonly source: { readonly song: SongRecipe } | { readonly samples: Float32Array };
  /** Whether the song itself is wanted as a file. */
  readonly wantSong: boolean;
  readonly queries: readonly QueryRecipe[];
}

/** WAV files. */
export interface Made {
  readonly song?: Uint8Array;
  readonly queries: readonly Uint8Array[];
}

/** Runs in a worker thread. */
export default (job: MakeJob): Made => {
  const source = 'song' in job.source ? { song: makeSong(job.source.song) } : job.source;
  return {
    ...('song' in source && job.wantSong ? { song: encodeWav(mixDown(source.song), source.song.sampleRate) } : {}),
    queries: job.queries.map((query) => encodeWav(produce(query, source), query.sampleRate)),
  };
};
