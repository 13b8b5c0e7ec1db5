import type { Board, BoardMethod } from '@sid/eval';
import { isUsable } from './format.ts';

/** The metric that ranks a board: the first of its protocol. */
export const primaryMetric = (board: Board): string => board.protocol.metrics[0] ?? 'MAP';

/** Methods that ran, best first by the primary metric, equal ones as the board lists them. */
export const rankedMethods = (board: Board): readonly BoardMethod[] => {
  const metric = primaryMetric(board);
  const key = (method: BoardMethod): number => {
    const mean = method.metrics[metric]?.mean;
    return isUsable(mean) ? mean : Number.NEGATIVE_INFINITY;
  };
  return board.methods
    .filter((method) => method.status === 'done')
    .toSorted((a, b) => (key(a) === key(b) ? 0 : key(b) - key(a)));
};

/** Methods without figures, as the board lists them. */
export const unfinishedMethods = (board: Board): readonly BoardMethod[] =>
  board.methods.filter((method) => method.status !== 'done');

/** What belongs beside the figures of methods, each sentence once with the methods it is about. */
export const methodNotes = (
  board: Board,
): readonly { readonly note: string; readonly methods: readonly string[] }[] => {
  const notes = new Map<string, string[]>();
  for (const { name, notes: own = [] } of rankedMethods(board)) {
    for (const note of own) notes.set(note, [...(notes.get(note) ?? []), name]);
  }
  return [...notes].map(([note, methods]) => ({ note, methods }));
};
