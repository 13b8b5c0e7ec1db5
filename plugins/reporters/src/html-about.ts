import type { Board } from '@sid/eval';
import { leaderboardColumns } from './columns.ts';
import { count } from './format.ts';
import { details, section, table } from './html-parts.ts';
import { element, join, type Markup } from './markup.ts';
import { rankedMethods } from './order.ts';
import { datasetCounts, generatedSentence, generatedText, protocolSentences } from './protocol.ts';

/** What the data is, and that it is generated where it is. */
export const header = (board: Board): Markup => {
  const { dataset } = board;
  return element(
    'header',
    {},
    element('p', { class: 'kicker' }, 'Automatic sample identification · leaderboard'),
    element('h1', {}, dataset.name, element('span', { class: 'version' }, dataset.version)),
    element('p', { class: 'lead' }, dataset.description),
    element('ul', { class: 'counts' }, ...datasetCounts(board).map((text) => element('li', {}, text))),
    dataset.generated
      ? element(
          'p',
          { class: 'banner' },
          element('span', { class: 'generated' }, generatedText),
          ` ${generatedSentence}`,
        )
      : undefined,
  );
};

/** Protocol, words, what was left out, terms: everything one must know before quoting a figure. */
export const about = (board: Board): Markup => {
  const { dataset } = board;
  const scores = rankedMethods(board).filter((method) => method.scoreMeaning !== undefined);
  return join(
    section(
      'protocol',
      'Protocol',
      undefined,
      list(protocolSentences(board)),
      element('h3', {}, 'What the columns mean'),
      element(
        'dl',
        {},
        ...leaderboardColumns(board)
          .filter((column) => column.better !== undefined)
          .flatMap((column) => [
            element('dt', {}, column.header),
            element('dd', {}, `${column.meaning} ${column.better === 'higher' ? 'Higher' : 'Lower'} is better.`),
          ]),
        element('dt', {}, '▲ ▼'),
        element('dd', {}, 'Better or worse than the baseline, Holm-corrected p below 0.05.'),
      ),
      scores.length === 0 ? undefined : element('h3', {}, 'What the scores mean'),
      scores.length === 0
        ? undefined
        : element(
            'dl',
            {},
            ...scores.flatMap((method) => [
              element('dt', {}, method.name),
              element('dd', {}, method.scoreMeaning, method.run === undefined ? '' : ` Run ${method.run}.`),
            ]),
          ),
    ),
    section(
      'data',
      'Data',
      undefined,
      element(
        'dl',
        {},
        element('dt', {}, 'Data set'),
        element('dd', {}, `${dataset.name} ${dataset.version}`),
        element('dt', {}, 'Digest'),
        element('dd', { class: 'digest' }, dataset.digest),
        element('dt', {}, 'Licence'),
        element('dd', {}, dataset.licence),
        element('dt', {}, 'Citation'),
        element('dd', {}, dataset.citation),
      ),
      dataset.notes.length === 0 ? undefined : join(element('h3', {}, 'Notes'), list(dataset.notes)),
      leftOut(board),
      details(
        `${count(dataset.relations.length, 'relation')} evaluated`,
        element('p', { class: 'ids' }, dataset.relations.join(', ')),
      ),
    ),
  );
};

const leftOut = ({ dataset }: Board): Markup | undefined => {
  if (dataset.leftOut.length === 0) return undefined;
  const rows = table(
    [{ header: 'left out' }, { header: 'reason' }, { header: 'file' }],
    dataset.leftOut.map((one) => [one.id, one.reason, one.file ?? '']),
  );
  const heading = `Left out: ${dataset.leftOut.length}`;
  return dataset.leftOut.length > 12 ? details(heading, rows) : join(element('h3', {}, heading), rows);
};

const list = (sentences: readonly string[]): Markup =>
  element('ul', { class: 'sentences' }, ...sentences.map((sentence) => element('li', {}, sentence)));
