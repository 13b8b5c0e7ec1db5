import type { Relation } from '@sid/core';
import type { Board, FoundTrack, QueryOutcome, Rejection } from '@sid/eval';
import { significant, time, trimZero } from './format.ts';
import { breakable, generatedMark, legend, section, swatch } from './html-parts.ts';
import { type Identity, identified } from './identity.ts';
import { type Child, element, type Markup } from './markup.ts';
import { type Answer, answerOf, joinQueries } from './outcome.ts';
import { alignmentText, changeText, few, spanText, timeline } from './timeline.ts';

/** One foldable row per query: its class, its title, the rank of the right answer by every method, and what was found where. */
export const queries = (board: Board): Markup | undefined => {
  const methods = identified(board);
  const joined = joinQueries(methods.map(([method]) => method));
  if (joined.length === 0) return undefined;
  const titles = trackTitles(board);
  const columnsStyle = {
    class: methods.length > 4 ? 'answers many' : 'answers',
    style: `--m:${Math.min(6, methods.length)}`,
  };
  return section(
    'queries',
    'What was found where',
    'The rank of the right answer for every query and method; open a row for places and times.',
    generatedMark(board),
    legend(
      methods.map(([, identity]) => identity),
      true,
    ),
    keys(joined.some(({ outcome }) => outcome.role === 'negative')),
    element(
      'div',
      { class: 'query-head', 'aria-hidden': 'true' },
      element('span', { class: 'query-title' }, 'query'),
      element('span', { class: 'query-truth' }, 'sampled from'),
      element('span', { class: 'query-class' }, 'class'),
      element(
        'span',
        columnsStyle,
        ...methods.map(([, identity]) =>
          element('span', { class: 'answer-head', title: identity.name }, swatch(identity), String(identity.rank)),
        ),
      ),
    ),
    ...joined.map(({ outcome, byMethod }) =>
      element(
        'details',
        { class: 'query' },
        element(
          'summary',
          {},
          element('span', { class: 'query-title' }, outcome.title ?? outcome.query),
          element('span', { class: 'query-truth' }, truthInShort(titles, outcome)),
          element('span', { class: 'query-class' }, outcome.role === 'negative' ? 'negative' : (outcome.class ?? '')),
          element(
            'span',
            columnsStyle,
            ...methods.map(([method, identity]) => {
              const found = byMethod.get(method.name);
              return found === undefined
                ? element('span', { class: 'answer unknown', title: `${identity.name}: not asked` }, '·')
                : answerMark(answerOf(found, method.rejection), identity);
            }),
          ),
        ),
        element(
          'div',
          { class: 'query-body' },
          truth(titles, outcome),
          ...methods.flatMap(([method, identity]) => {
            const found = byMethod.get(method.name);
            return found === undefined ? [] : [methodOutcome(found, identity, method.rejection)];
          }),
          element(
            'p',
            { class: 'time-axis', 'aria-hidden': 'true' },
            element('span', {}, '0'),
            element('span', {}, time(outcome.durationSeconds)),
          ),
        ),
      ),
    ),
  );
};

const keys = (withNegatives: boolean): Markup =>
  element(
    'p',
    { class: 'note keys' },
    element('span', { class: 'answer first' }, '1'),
    ' first ',
    element('span', { class: 'answer listed' }, '3'),
    ' further down ',
    element('span', { class: 'answer missed' }, '–'),
    ' not found',
    ...(withNegatives
      ? [
          '; queries that sample nothing: ',
          element('span', { class: 'answer rejected' }, '✓'),
          ' silent or below the threshold ',
          element('span', { class: 'answer alarm' }, '✗'),
          ' false alarm',
        ]
      : []),
  );

const answerMark = (answer: Answer, identity: Identity): Markup =>
  element('span', { class: `answer ${answer.state}`, title: `${identity.name}: ${answer.meaning}` }, answer.text);

const truthInShort = (titles: ReadonlyMap<string, string>, outcome: QueryOutcome): string =>
  outcome.relations.length === 0
    ? 'nothing'
    : outcome.relations
        .map((relation) => {
          const from = few(
            relation.inReference.map((span) => time(span.from)),
            2,
          );
          const at = few(
            relation.inQuery.map((span) => time(span.from)),
            3,
          );
          return `${titles.get(relation.reference) ?? relation.reference}, ${from} → ${at}`;
        })
        .join('; ');

const truth = (titles: ReadonlyMap<string, string>, outcome: QueryOutcome): Markup => {
  const occurrences = outcome.relations.flatMap((relation) =>
    relation.inQuery.map((span) => ({
      from: span.from,
      to: span.to,
      hover: `${relation.reference}: ${spanText(span)}`,
    })),
  );
  return element(
    'div',
    { class: 'method-outcome' },
    element('h4', {}, 'Truth'),
    ...(outcome.relations.length === 0
      ? [element('p', { class: 'where' }, 'Samples nothing of what is in the index.')]
      : outcome.relations.map((relation) => lane(relationText(titles, relation), occurrences, outcome))),
  );
};

const lane = (
  text: Child,
  spans: readonly { from: number; to: number | undefined; hover: string }[],
  outcome: QueryOutcome,
) =>
  element(
    'div',
    { class: 'found' },
    element('p', { class: 'where' }, text),
    timeline({ kind: 'truth', spans }, outcome.durationSeconds, []),
  );

/** The titles of tracks that were sampled or found, as far as they have one. */
const trackTitles = (board: Board): ReadonlyMap<string, string> =>
  new Map(
    board.methods
      .flatMap((method) => method.queries ?? [])
      .flatMap(({ relations, found }) => [
        ...relations.map(({ reference, title }) => [reference, title] as const),
        ...found.map(({ track, title }) => [track, title] as const),
      ])
      .flatMap(([track, title]) => (title === undefined ? [] : [[track, title] as const])),
  );

const relationText = (titles: ReadonlyMap<string, string>, relation: Relation): Child => {
  const change = changeText(relation);
  const facts = [
    `${few(relation.inQuery.map(spanText), 6)} ← ${few(relation.inReference.map(spanText), 6)}`,
    ...(change === '' ? [] : [change]),
    ...(relation.levelDb === undefined ? [] : [`level ${trimZero(relation.levelDb)}\u00a0dB`]),
  ];
  return [
    element('span', { class: 'track-name' }, titles.get(relation.reference) ?? relation.reference),
    ` ${facts.join(', ')}`,
  ];
};

const methodOutcome = (outcome: QueryOutcome, identity: Identity, rejection: Rejection | undefined): Markup => {
  const answer = answerOf(outcome, rejection);
  const first = outcome.found.findIndex((found) => found.relevant);
  const shown = outcome.found.flatMap((found, index) => (index < 3 || index === first ? [{ found, index }] : []));
  return element(
    'div',
    { class: 'method-outcome' },
    element(
      'h4',
      {},
      swatch(identity),
      element('span', {}, breakable(identity.name), ' ', element('span', { class: 'verdict' }, answer.meaning)),
    ),
    shown.length === 0 ? element('p', { class: 'where' }, 'Nothing found.') : undefined,
    ...shown.map(({ found, index }) => foundLane(found, index, outcome)),
  );
};

const foundLane = (found: FoundTrack, index: number, outcome: QueryOutcome): Markup => {
  const occurrences = outcome.relations.flatMap((relation) =>
    relation.inQuery.map((span) => ({ from: span.from, to: span.to ?? span.from })),
  );
  const [best] = found.where;
  const more = found.where.length - 1;
  return element(
    'div',
    { class: 'found' },
    element(
      'p',
      { class: 'where' },
      element(
        'span',
        { class: `verdict-mark ${found.relevant ? 'right-mark' : 'wrong-mark'}` },
        found.relevant ? '✓' : '✗',
      ),
      element('span', { class: 'place' }, `${index + 1}.`),
      element('span', { class: 'track-name' }, found.title ?? found.track),
      ` score ${significant(found.score)}${best === undefined ? '' : `, ${alignmentText(best)}`}${
        more > 0 ? `, and ${more} more ${more === 1 ? 'place' : 'places'}` : ''
      }`,
    ),
    timeline(
      {
        kind: found.relevant ? 'right' : 'wrong',
        spans: found.where.map((alignment) => ({ ...alignment.query, hover: alignmentText(alignment) })),
      },
      outcome.durationSeconds,
      occurrences,
    ),
  );
};
