import stringWidth from 'string-width';

/** What a terminal stream must offer; `process.stderr` does. */
export interface LineStream {
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines at the foot of a terminal that are redrawn in place while messages scroll above them. */
export interface LiveLines {
  /** Replaces the lines; none removes them. */
  show(lines: readonly string[]): void;
  /** Writes text that stays, above the live lines. */
  print(text: string): void;
}

const escapeCode = '\u001b';

/** Cuts `text`, which holds no escape codes, to `width` columns. */
export const cut = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (stringWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
};

export const createLiveLines = (stream: LineStream): LiveLines => {
  let shown: readonly string[] = [];
  // Up to the first live line, then clear from there down. One write per change: no flicker.
  const back = (): string => (shown.length === 0 ? '' : `${escapeCode}[${shown.length}F${escapeCode}[0J`);
  // A line as wide as the terminal would wrap on some and make the count of lines wrong.
  const room = (): number => Math.max(10, (stream.columns ?? 80) - 1);
  const draw = (lines: readonly string[]): string => lines.map((line) => `${cut(line, room())}\n`).join('');
  return {
    show: (lines) => {
      stream.write(back() + draw(lines));
      shown = lines;
    },
    print: (text) => {
      stream.write(`${back()}${text}\n${draw(shown)}`);
    },
  };
};
