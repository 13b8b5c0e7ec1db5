import type { Board, Protocol } from '@sid/eval';
import { count, trimZero } from './format.ts';

/** How the figures were computed, one exact sentence each. */
export const protocolSentences = (board: Board): readonly string[] => {
  const { dataset, protocol } = board;
  return [
    `${count(dataset.queries, 'query', 'queries')} (${count(dataset.relations.length, 'relation')}) asked of an index of ${indexText(board)}${
      dataset.negatives > 0 ? `, and ${count(dataset.negatives, 'negative')}: queries that sample nothing` : ''
    }.`,
    `Metrics: ${protocol.metrics.join(', ')}.`,
    `Equal scores: ${ties[protocol.ties]}.`,
    `Intervals: 95 %, ${intervals[protocol.interval](protocol)}.`,
    `Differences: sign-flipping permutation test over the same queries, two-sided, ${count(protocol.permutations, 'permutation')}, seed ${protocol.seed}; p values Holm-corrected over all pairs of methods, for each metric apart.`,
    `Localisation: a place is right within ±${trimZero(protocol.toleranceSeconds, 3)} s of an annotated one.`,
    'Speed: seconds of audio indexed per busy second of one core, decoding included. Queries: analysis and search, without decoding.',
  ];
};

const indexText = ({ dataset, methods }: Board): string => {
  const noises = [...new Set(methods.flatMap((method) => (method.status === 'done' ? (method.noise ?? []) : [])))];
  const varied = noises.length > 1 || (noises.length === 1 && noises[0] !== dataset.noise);
  const noise = varied
    ? `${noises.toSorted((a, b) => a - b).join(', ')} noise tracks (by method)`
    : count(dataset.noise, 'noise track');
  return `${count(dataset.references, 'reference')} and ${noise}`;
};

const ties: Readonly<Record<Protocol['ties'], string>> = {
  expectation: 'the expected value over all their orders',
  listOrder: 'in the order in which the method listed them',
  pessimistic: 'right answers behind wrong ones',
};

const intervals: Readonly<Record<Protocol['interval'], (protocol: Protocol) => string>> = {
  normal: () => 'mean ± 1.96 · sd / √n over queries (sd with ddof 0)',
  bootstrap: (protocol) =>
    `percentile bootstrap over queries, ${count(protocol.bootstrapSamples, 'sample')}, seed ${protocol.seed}`,
};

/** One line that stands wherever figures from generated audio stand. */
export const generatedText = 'generated audio';

/** What follows from the audio being generated. */
export const generatedSentence =
  'The audio of this data set was made by a program: figures compare methods with each other and say little about commercial recordings.';

/** `40 queries · 20 references · 60 noise tracks · 10 negatives`. */
export const datasetCounts = ({ dataset }: Board): readonly string[] => [
  count(dataset.queries, 'query', 'queries'),
  count(dataset.references, 'reference'),
  count(dataset.noise, 'noise track'),
  ...(dataset.negatives > 0 ? [count(dataset.negatives, 'negative')] : []),
];
