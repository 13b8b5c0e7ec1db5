import type { Audio, Progress, Store, Workers } from '@sid/core';
import type { Made, MakeJob } from '../make.ts';
import type { SongRecipe } from '../producer/recipe.ts';
import type { PlannedQuery, PlannedSource } from './plan.ts';

/** Raised whenever equal recipes would sound otherwise. */
export const generatorRevision = 3;

export interface Studio {
  readonly store: Store;
  readonly workers: Workers;
  readonly progress: Progress;
  readAudio(
    file: { readonly id: string; readonly file: string; readonly from?: number; readonly to?: number },
    sampleRate: number,
  ): Promise<Audio>;
}

const kind = 'artificial';
const songKey = (song: SongRecipe) => ({ generator: generatorRevision, song });
const queryKey = ({ source, recipe }: PlannedQuery, fingerprint: string | undefined) => ({
  generator: generatorRevision,
  source: source.song ?? fingerprint ?? null,
  query: recipe,
});

interface Task {
  readonly source: PlannedSource;
  readonly wantSong: boolean;
  readonly queries: readonly PlannedQuery[];
}

/**
 * Makes what is not in the cache yet, on all threads, each file stored as soon as it is there.
 *
 * @returns path of the file of every generated source and of every query
 */
export const produceAll = async (
  studio: Studio,
  sources: readonly PlannedSource[],
  queries: readonly PlannedQuery[],
  fingerprints: ReadonlyMap<string, string> = new Map(),
): Promise<{ readonly songs: ReadonlyMap<PlannedSource, string>; readonly queries: ReadonlyMap<string, string> }> => {
  const { store, workers, progress, readAudio } = studio;
  const keyOf = (query: PlannedQuery) => queryKey(query, fingerprints.get(query.source.file ?? ''));
  const listed = new Set(sources);
  const songs = new Map<PlannedSource, string>();
  const made = new Map<string, string>();
  for (const source of sources) {
    const path = source.song && (await store.peek(kind, songKey(source.song), 'wav'));
    if (path !== undefined) songs.set(source, path);
  }
  for (const query of queries) {
    const path = await store.peek(kind, keyOf(query), 'wav');
    if (path !== undefined) made.set(query.id, path);
  }
  const wanted = new Map<PlannedSource, PlannedQuery[]>();
  for (const source of sources) if (source.song && !songs.has(source)) wanted.set(source, []);
  for (const query of queries) {
    if (made.has(query.id)) continue;
    wanted.set(query.source, [...(wanted.get(query.source) ?? []), query]);
  }
  const tasks: Task[] = [...wanted].map(([source, own]) => ({
    source,
    wantSong: source.song !== undefined && listed.has(source) && !songs.has(source),
    queries: own,
  }));
  if (tasks.length === 0) return { songs, queries: made };

  const total = tasks.reduce((sum, task) => sum + (task.wantSong ? 1 : 0) + task.queries.length, 0);
  const bar = progress.start('Making songs and queries', total);
  const keep = async (task: Task, output: Made): Promise<void> => {
    const { source } = task;
    const { song } = output;
    if (source.song && song) {
      songs.set(source, await store.file(kind, songKey(source.song), 'wav', () => Promise.resolve(song)));
      bar.advance();
    }
    for (const [i, query] of task.queries.entries()) {
      const bytes = output.queries[i];
      if (!bytes) continue;
      made.set(query.id, await store.file(kind, keyOf(query), 'wav', () => Promise.resolve(bytes)));
      bar.advance();
    }
  };
  // The extension of this very file says whether sources or built files run.
  const module = new URL(import.meta.url.endsWith('.ts') ? '../make.ts' : '../make.js', import.meta.url);
  try {
    const fromSongs = tasks.filter((task) => task.source.song);
    const jobs = fromSongs.flatMap(({ source, wantSong, queries: own }): MakeJob[] =>
      source.song ? [{ source: { song: source.song }, wantSong, queries: own.map((q) => q.recipe) }] : [],
    );
    let next = 0;
    for await (const output of workers.map<MakeJob, Made>(module, jobs)) {
      const task = fromSongs[next++];
      if (task) await keep(task, output);
    }
    // Recordings are decoded here, a few excerpts at a time, and treated on the threads.
    const fromFiles = tasks.flatMap((task) =>
      task.source.file === undefined
        ? []
        : task.queries.map((query) => ({ file: task.source.file ?? '', task, query })),
    );
    for (let at = 0; at < fromFiles.length; at += 4 * workers.size) {
      const batch = fromFiles.slice(at, at + 4 * workers.size);
      const excerpts: MakeJob[] = [];
      for (const { file, query } of batch) {
        const { from, seconds } = query.recipe.sample;
        const { samples } = await readAudio({ id: query.id, file, from, to: from + seconds }, query.recipe.sampleRate);
        const recipe = { ...query.recipe, sample: { ...query.recipe.sample, from: 0 } };
        excerpts.push({ source: { samples }, wantSong: false, queries: [recipe] });
      }
      let done = 0;
      for await (const output of workers.map<MakeJob, Made>(module, excerpts)) {
        const one = batch[done++];
        if (one) await keep({ ...one.task, queries: [one.query] }, output);
      }
    }
  } finally {
    bar.end();
  }
  return { songs, queries: made };
};
