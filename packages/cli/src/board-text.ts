import type { Board } from '@sid/eval';
import { methodNotes, unfinishedMethods } from '@sid/plugin-reporters';
import { classTable } from './class-table.ts';
import { leaderboardTable } from './leaderboard-table.ts';
import type { Paint } from './style.ts';
import { wrap } from './wrap.ts';

const shownLeftOut = 10;

/** A board as the terminal shows it, in at most `width` columns as far as names and paths allow. */
export const boardText = (board: Board, files: readonly string[], width: number, paint: Paint): string =>
  [
    headText(board, width, paint),
    `${leaderboardTable(board, width, paint)}\n${paint('dim', wrap(`  ${legend(board)}`, width, '  '))}`,
    notesText(board, width, paint),
    unfinishedText(board, width, paint),
    classTable(board, width, paint) ?? '',
    leftOutText(board, width),
    board.dataset.notes.map((note) => wrap(note, width)).join('\n'),
    files.length === 0 ? '' : ['Written:', ...files.map((file) => `  ${file}`)].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');

const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

const headText = ({ dataset }: Board, width: number, paint: Paint): string => {
  const { name, version, generated, queries, negatives, references, noise } = dataset;
  const contents = [
    counted(queries, 'query', 'queries') + (negatives > 0 ? ` and ${counted(negatives, 'negative')}` : ''),
    counted(references, 'reference') + (noise > 0 ? ` among ${counted(noise, 'noise track')}` : ''),
  ];
  const marked = 'Generated audio: these figures compare methods; they do not say how well real music is found.';
  return [
    wrap(`${paint('bold', name)} ${version}: ${contents.join(', ')}`, width),
    ...(generated ? [paint('yellow', wrap(marked, width))] : []),
  ].join('\n');
};

const legend = ({ protocol, baseline, tests }: Board): string => {
  const interval =
    protocol.interval === 'normal' ? '± 95 % interval, normal' : '[95 % interval, bootstrap over queries]';
  return baseline === undefined || tests.length === 0
    ? interval
    : `${interval}; ▲ ▼ better, worse than ${baseline} (paired test, Holm, p < 0.05)`;
};

const notesText = (board: Board, width: number, paint: Paint): string =>
  methodNotes(board)
    .map(({ note, methods }) => wrap(`  ${paint('yellow', methods.join(', '))} ${note}`, width, '    '))
    .join('\n');

const unfinishedText = (board: Board, width: number, paint: Paint): string =>
  unfinishedMethods(board)
    .map(({ name, status, reason = 'no reason was given' }) => {
      const word = paint(status === 'failed' ? 'red' : 'yellow', status);
      return wrap(`  ${name} ${word}: ${reason}`, width, '    ');
    })
    .join('\n');

const leftOutText = ({ dataset: { leftOut } }: Board, width: number): string => {
  if (leftOut.length === 0) return '';
  const more = leftOut.length - shownLeftOut;
  return [
    `Left out, since missing or broken: ${leftOut.length}`,
    ...leftOut.slice(0, shownLeftOut).map(({ id, file, reason }) => {
      const where = file === undefined || reason.includes(file) ? '' : ` (${file})`;
      return wrap(`  ${id}${where}: ${reason}`, width, '    ');
    }),
    ...(more > 0 ? [`  and ${more} more, all in board.json`] : []),
  ].join('\n');
};
