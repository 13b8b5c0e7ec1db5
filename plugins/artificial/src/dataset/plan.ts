import { createRandom, type Relation } from '@sid/core';
import { between, shuffled } from '@sid/effects';
import type { QueryRecipe, SongRecipe } from '../producer/recipe.ts';
import { titleOf } from '../song/title.ts';
import { writeSong } from '../song/write.ts';
import { type Change, changeOf, drawChange } from './change.ts';
import { chooseExcerpt, type Excerpt } from './excerpt.ts';
import { endsOf, type Options } from './options.ts';
import { drawQuery, type Tonality } from './query.ts';
import { truthOf } from './truth.ts';

/** Something that can be sampled. `id` is undefined for what is in no index. */
export interface PlannedSource {
  readonly id?: string;
  readonly title: string;
  readonly song?: SongRecipe;
  readonly file?: string;
  readonly tonality?: Tonality;
  choose(seed: string): Excerpt;
}

export interface PlannedQuery {
  readonly id: string;
  readonly title: string;
  readonly source: PlannedSource;
  readonly recipe: QueryRecipe;
  /** Absent for negatives. */
  readonly relation?: Relation;
}

const numbered = (letter: string, index: number): string => `${letter}${String(index + 1).padStart(3, '0')}`;

/** The recipe of song number `index` of its kind: it depends on no count, so that a larger set keeps its songs. */
const songRecipe = (seed: number, kind: string, index: number, options: Options): SongRecipe => {
  const name = `${seed}/${kind}/${index}`;
  const seconds = Math.round(between(createRandom(`${name}/length`), ...endsOf(options.songSeconds)));
  return { seed: name, options: { seconds }, sampleRate: options.sampleRate };
};

const generatedSource = (recipe: SongRecipe, options: Options, id?: string): PlannedSource => {
  let score: ReturnType<typeof writeSong> | undefined;
  const written = () => {
    score ??= writeSong(recipe.seed, recipe.options);
    return score;
  };
  return {
    ...(id === undefined ? {} : { id }),
    title: titleOf(recipe.seed),
    song: recipe,
    get tonality() {
      return { tonic: written().tonic, mode: written().mode };
    },
    choose: (seed) => chooseExcerpt(createRandom(seed), written(), endsOf(options.excerptSeconds), options.effects),
  };
};

export const generatedSources = (seed: number, options: Options) => {
  const of = (kind: string, count: number, letter?: string): PlannedSource[] =>
    Array.from({ length: count }, (_, i) =>
      generatedSource(songRecipe(seed, kind, i, options), options, letter && numbered(letter, i)),
    );
  return {
    references: of('reference', options.references, 'R'),
    noise: of('noise', options.noise, 'N'),
    unheard: of('unheard', options.negatives),
  };
};

/** The changes of all queries, as many times each as asked. The second member names the stream of chance. */
const changes = (seed: number, options: Options): { readonly change: Change; readonly stream: string }[] => {
  const times = Array.from({ length: options.queriesPerClass }, (_, i) => i);
  if (options.grid) {
    const { semitones, tempo } = options.grid;
    return semitones.flatMap((s) =>
      tempo.flatMap((t) => times.map((i) => ({ change: changeOf(s, t), stream: `${seed}/query/${s}/${t}/${i}` }))),
    );
  }
  return options.classes
    .filter((name) => name !== 'buried' || options.layers !== 'none')
    .flatMap((name) =>
      times.map((i) => {
        const stream = `${seed}/query/${name}/${i}`;
        return { change: drawChange(createRandom(`${stream}/change`), name), stream };
      }),
    );
};

/**
 * Decides every query: which source it samples, where, and what is done with it. Nothing is rendered.
 *
 * @param references - sampled in turn, in random order
 * @param unheard - what the negatives sample
 */
export const planQueries = (
  seed: number,
  options: Options,
  references: readonly PlannedSource[],
  unheard: readonly PlannedSource[],
): PlannedQuery[] => {
  const drawn = changes(seed, options);
  const order: PlannedSource[] = [];
  for (let round = 0; order.length < drawn.length; round++) {
    order.push(...shuffled(createRandom(`${seed}/order/${round}`), references));
  }
  const plan = (id: string, stream: string, change: Change, source: PlannedSource): PlannedQuery => {
    const excerpt = source.choose(`${stream}/excerpt`);
    const recipe = drawQuery(stream, options, change, excerpt, source.tonality);
    const relation =
      source.id === undefined ? {} : { relation: truthOf(`S${id.slice(1)}`, id, source.id, recipe, change) };
    return { id, title: `${change.class} of ${source.title}`, source, recipe, ...relation };
  };
  const queries = drawn.flatMap(({ change, stream }, i) => {
    const source = order[i];
    return source ? [plan(numbered('Q', i), stream, change, source)] : [];
  });
  const negatives = Array.from({ length: unheard.length === 0 ? 0 : options.negatives }, (_, i) => {
    const stream = `${seed}/negative/${i}`;
    const name = options.classes[i % options.classes.length] ?? 'clean';
    const change = drawChange(createRandom(`${stream}/change`), name);
    return unheard
      .slice(i % unheard.length, (i % unheard.length) + 1)
      .map((s) => plan(numbered('X', i), stream, change, s));
  }).flat();
  return [...queries, ...negatives];
};
