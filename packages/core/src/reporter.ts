/** Renders a leaderboard as one file. `Board` is the type of `@sid/eval`. */
export interface Reporter<Board = unknown> {
  readonly fileName: string;
  render(board: Board): string | Promise<string>;
}
