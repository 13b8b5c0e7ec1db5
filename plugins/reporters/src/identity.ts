import type { Board, BoardMethod } from '@sid/eval';
import { rankedMethods } from './order.ts';

/** How a method looks wherever it is drawn: the same colour, shape and number on the whole page. */
export interface Identity {
  readonly name: string;
  /** From 1, by the primary metric. */
  readonly rank: number;
  /** Class of the colour, `c0` to `c7`. */
  readonly colour: string;
  readonly shape: Shape;
}

/** Colour is never the only sign: a shape goes with it. */
export type Shape = 'circle' | 'square' | 'diamond' | 'up' | 'down';

const shapes: readonly Shape[] = ['circle', 'square', 'diamond', 'up', 'down'];

/** Colours follow the order of the board, which a rerun keeps; five shapes and eight colours make forty pairs. */
export const identify = (board: Board): ReadonlyMap<string, Identity> => {
  const order = board.methods.filter((method) => method.status === 'done').map((method) => method.name);
  return new Map(
    rankedMethods(board).map((method, row) => {
      const index = order.indexOf(method.name);
      return [method.name, { name: method.name, rank: row + 1, colour: colourOf(index), shape: shapeOf(index) }];
    }),
  );
};

export const colourOf = (index: number): string => `c${index % 8}`;

export const shapeOf = (index: number): Shape => shapes[index % shapes.length] ?? 'circle';

/** Ranked methods with how they look. */
export const identified = (board: Board): readonly (readonly [BoardMethod, Identity])[] => {
  const identities = identify(board);
  return rankedMethods(board).flatMap((method) => {
    const identity = identities.get(method.name);
    return identity === undefined ? [] : [[method, identity] as const];
  });
};
