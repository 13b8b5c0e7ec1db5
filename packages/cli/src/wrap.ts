import stringWidth from 'string-width';

/** Breaks a line at blanks so that it fits `width` columns; lines after the first begin with `indent`. */
export const wrap = (line: string, width: number, indent = ''): string => {
  const lines: string[] = [];
  let current = '';
  // Blanks at the start belong to the first word.
  for (const word of line.split(/(?<=\S) /)) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current === '' || stringWidth(longer) <= width) current = longer;
    else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current].join('\n');
};
