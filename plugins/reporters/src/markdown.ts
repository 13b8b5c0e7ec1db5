import type { Board, Curve, PairedTest } from '@sid/eval';
import { binKey, binLabel, distinctBins } from './bins.ts';
import { classRows } from './classes.ts';
import { estimateText, leaderboardColumns } from './columns.ts';
import { curveGroups, placeOf } from './curve-groups.ts';
import { count, fixed, nothing, probability, signed, significant, trimZero } from './format.ts';
import { blocks, bullets, markdownTable, escapeMarkdown as text } from './markdown-parts.ts';
import { digitsOf, metricText } from './metric-names.ts';
import { methodNotes, primaryMetric, rankedMethods, unfinishedMethods } from './order.ts';
import { datasetCounts, generatedSentence, generatedText, protocolSentences } from './protocol.ts';
import { summarySentence } from './summary.ts';

const right = (header: string) => ({ header, align: 'right' as const });

/** The leaderboard as Markdown with tables, for a repository's documentation. Equal boards give equal bytes. */
export const renderMarkdown = (board: Board): string => {
  const heading = headingOf(board);
  return `${blocks(
    intro(board),
    heading('Leaderboard'),
    text(summarySentence(board) ?? 'No method has figures.'),
    leaderboard(board),
    unfinished(board),
    byClass(board, heading),
    robustness(board, heading),
    byLength(board, heading),
    rejection(board, heading),
    sweeps(board, heading),
    tests(board, heading),
    about(board),
  )}\n`;
};

type Heading = (words: string) => string;

/** Headings repeat that the audio is generated, since tables are quoted on their own. */
const headingOf =
  ({ dataset }: Board): Heading =>
  (words) =>
    `## ${words}${dataset.generated ? ` (${generatedText})` : ''}`;

const intro = (board: Board): string => {
  const { dataset } = board;
  return blocks(
    `# ${text(`${dataset.name} ${dataset.version}`)}`,
    text(dataset.description),
    dataset.generated ? `> **Generated audio.** ${generatedSentence}` : undefined,
    `${datasetCounts(board).join(' · ')}.`,
  );
};

const leaderboard = (board: Board): string | undefined => {
  const columns = leaderboardColumns(board);
  const methods = rankedMethods(board);
  if (methods.length === 0) return undefined;
  const hasMarks = columns.some((column) => column.cells.some((cell) => cell.mark !== undefined));
  return blocks(
    markdownTable(
      columns.map((column) => ({
        header: text(column.header) + (column.better === undefined ? '' : column.better === 'higher' ? ' ↑' : ' ↓'),
        align: column.align,
      })),
      methods.map((_, row) =>
        columns.map((column) => {
          const cell = column.cells[row];
          if (cell === undefined) return nothing;
          const shown = cell.best ? `**${text(cell.text)}**` : text(cell.text);
          const note = column.key === 'method' && cell.note !== undefined ? ` (${cell.note})` : '';
          return `${shown}${cell.mark === undefined ? '' : ` ${cell.mark}`}${note}`;
        }),
      ),
    ),
    `Bold: best of the column. ↑ higher is better, ↓ lower is better.${
      hasMarks ? ' ▲ ▼ better or worse than the baseline, Holm-corrected p < 0.05.' : ''
    }`,
    baselineTests(board),
    notes(board),
  );
};

const notes = (board: Board): string | undefined => {
  const all = methodNotes(board);
  if (all.length === 0) return undefined;
  return bullets(all.map(({ note, methods }) => `${methods.map(text).join(', ')}: ${text(note)}.`));
};

/** The corrected p values of the primary metric, which the table only marks. */
const baselineTests = (board: Board): string | undefined => {
  const column = leaderboardColumns(board).find((one) => one.key === primaryMetric(board));
  const notes = rankedMethods(board).flatMap((method, row) => {
    const note = column?.cells[row]?.note;
    return note?.includes('(Holm)') === true ? [`${text(method.name)}: ${text(note)}`] : [];
  });
  return notes.length === 0 ? undefined : blocks(`${text(primaryMetric(board))} against the baseline:`, bullets(notes));
};

const unfinished = (board: Board): string | undefined => {
  const methods = unfinishedMethods(board);
  if (methods.length === 0) return undefined;
  return blocks(
    'Without figures:',
    bullets(
      methods.map(
        (method) => `${text(method.name)} – ${method.status}: ${text(method.reason ?? 'no reason was recorded.')}`,
      ),
    ),
  );
};

const byClass = (board: Board, heading: Heading): string | undefined => {
  const methods = rankedMethods(board);
  const rows = classRows(board, methods);
  if (rows.length === 0) return undefined;
  return blocks(
    heading(`${primaryMetric(board)} by class`),
    markdownTable(
      [{ header: 'class' }, right('n'), ...methods.map((method) => right(text(method.name)))],
      rows.map((row) => {
        const means = row.estimates.map((estimate) => fixed(estimate?.mean));
        const known = row.estimates.flatMap((estimate) => (estimate === undefined ? [] : [estimate.mean]));
        const best = known.length < 2 ? undefined : fixed(Math.max(...known));
        return [
          text(row.name),
          String(row.queries),
          ...row.estimates.map((estimate, index) =>
            means[index] === best ? `**${estimateText(estimate)}**` : estimateText(estimate),
          ),
        ];
      }),
    ),
  );
};

const robustness = (board: Board, heading: Heading): string | undefined => {
  const methods = rankedMethods(board).filter((method) => (method.robustness ?? []).length > 0);
  if (methods.length === 0) return undefined;
  const cells = methods.flatMap((method) => method.robustness ?? []);
  const semitones = distinctBins(cells.map((cell) => cell.semitones));
  const tempos = distinctBins(cells.map((cell) => cell.tempoRatio));
  return blocks(
    heading('MAP over pitch and tempo'),
    'Columns: semitones. Rows: tempo ratio. In brackets: queries.',
    ...methods.map((method) =>
      blocks(
        `### ${text(method.name)}`,
        markdownTable(
          [right('tempo ×'), ...semitones.map((bin) => right(binLabel(bin)))],
          tempos.map((tempo) => [
            binLabel(tempo),
            ...semitones.map((semitone) => {
              const cell = method.robustness?.find(
                (one) => binKey(one.semitones) === binKey(semitone) && binKey(one.tempoRatio) === binKey(tempo),
              );
              const mean = fixed(cell?.estimate.mean, 2);
              return mean === nothing ? nothing : `${mean} (${cell?.estimate.n ?? 0})`;
            }),
          ]),
        ),
      ),
    ),
  );
};

const byLength = (board: Board, heading: Heading): string | undefined => {
  const methods = rankedMethods(board).filter((method) => (method.lengths ?? []).length > 0);
  const bins = distinctBins(methods.flatMap((method) => (method.lengths ?? []).map((bin) => bin.seconds)));
  if (bins.length === 0) return undefined;
  return blocks(
    heading('HR@1 by length of the sample'),
    markdownTable(
      [right('seconds'), ...methods.map((method) => right(text(method.name)))],
      bins.map((bin) => [
        binLabel(bin),
        ...methods.map((method) => {
          const estimate = method.lengths?.find((one) => binKey(one.seconds) === binKey(bin))?.estimate;
          const shown = estimateText(estimate);
          return shown === nothing ? nothing : `${shown} (n = ${estimate?.n ?? 0})`;
        }),
      ]),
    ),
  );
};

const rejection = (board: Board, heading: Heading): string | undefined => {
  const methods = rankedMethods(board).filter((method) => method.rejection !== undefined);
  if (methods.length === 0) return undefined;
  return blocks(
    heading('Queries that sample nothing'),
    markdownTable(
      [{ header: 'method' }, right('AUROC'), right('false alarms'), right('threshold'), right('n')],
      methods.map((method) => [
        text(method.name),
        fixed(method.rejection?.auroc),
        fixed(method.rejection?.falseAlarmRate),
        significant(method.rejection?.threshold),
        `${method.rejection?.positives ?? 0} + ${method.rejection?.negatives ?? 0}`,
      ]),
    ),
    'False alarms: share of negatives whose best score reaches the threshold that keeps 90 % of the right first answers.',
  );
};

const sweeps = (board: Board, heading: Heading): string | undefined => {
  const groups = curveGroups(board);
  if (groups.length === 0) return undefined;
  const at = (curve: Curve, place: number | string): string =>
    estimateText(curve.points.find((point) => String(placeOf(point.x)) === String(place))?.estimate);
  return blocks(
    heading('Sweeps'),
    ...groups.map((group) =>
      blocks(
        `### ${text(`${group.metric} over ${group.axis}`)}`,
        markdownTable(
          [right(text(group.axis)), ...group.curves.map((curve) => right(text(curve.series)))],
          group.places.map((place) => [
            typeof place === 'number' ? trimZero(place, 6) : text(place),
            ...group.curves.map((curve) => at(curve, place)),
          ]),
        ),
      ),
    ),
  );
};

/** Everything where it is little, or else the primary metric: board.json has the rest. */
const tests = (board: Board, heading: Heading): string | undefined => {
  if (board.tests.length === 0) return undefined;
  const few = board.tests.length <= 40;
  const shown = few ? board.tests : board.tests.filter((test) => test.metric === primaryMetric(board));
  const row = (test: PairedTest): readonly string[] => [
    text(test.metric),
    text(test.a),
    text(test.b),
    signed(test.difference, digitsOf(metricText(board, test.metric).unit)),
    probability(test.p),
    test.pHolm < 0.05 ? `**${probability(test.pHolm)}**` : probability(test.pHolm),
    fixed(test.n, 0),
  ];
  return blocks(
    heading('Paired tests'),
    markdownTable(
      [
        { header: 'metric' },
        { header: 'a' },
        { header: 'b' },
        right('a − b'),
        right('p'),
        right('p (Holm)'),
        right('n'),
      ],
      shown.map(row),
    ),
    few ? undefined : `${count(board.tests.length - shown.length, 'test')} of other metrics: see board.json.`,
  );
};

const about = (board: Board): string => {
  const { dataset } = board;
  const columns = leaderboardColumns(board).filter((column) => column.better !== undefined);
  const scores = rankedMethods(board).filter((method) => method.scoreMeaning !== undefined);
  return blocks(
    '## Protocol',
    bullets(protocolSentences(board).map(text)),
    '## Columns',
    bullets(columns.map((column) => `${text(column.header)}: ${text(column.meaning)}`)),
    scores.length === 0 ? undefined : '## Scores',
    scores.length === 0
      ? undefined
      : bullets(
          scores.map(
            (method) =>
              `${text(method.name)}: ${text(method.scoreMeaning ?? '')}${method.run === undefined ? '' : ` Run ${text(method.run)}.`}`,
          ),
        ),
    '## Data',
    bullets([
      `Data set: ${text(`${dataset.name} ${dataset.version}`)}`,
      `Digest: ${text(dataset.digest)}`,
      `Licence: ${text(dataset.licence)}`,
      `Citation: ${text(dataset.citation)}`,
    ]),
    dataset.notes.length === 0 ? undefined : blocks('Notes:', bullets(dataset.notes.map(text))),
    dataset.leftOut.length === 0
      ? undefined
      : blocks(
          `Left out: ${dataset.leftOut.length}`,
          markdownTable(
            [{ header: 'id' }, { header: 'reason' }, { header: 'file' }],
            dataset.leftOut.map((one) => [text(one.id), text(one.reason), text(one.file ?? '')]),
          ),
        ),
  );
};
