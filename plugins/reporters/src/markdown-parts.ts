import type { LeaderboardColumn } from './columns.ts';

/** Text from elsewhere as plain Markdown: nothing in it is markup, and it stays on one line. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]|~#$]/g, (character) => `\\${character}`);

/** A table; cells are Markdown already. */
export const markdownTable = (
  columns: readonly { readonly header: string; readonly align?: LeaderboardColumn['align'] }[],
  rows: readonly (readonly string[])[],
): string =>
  [
    columns.map((column) => column.header),
    columns.map((column) => (column.align === 'right' ? '---:' : '---')),
    ...rows,
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** Blank lines between blocks, none where a block is absent. */
export const blocks = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n');

export const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
