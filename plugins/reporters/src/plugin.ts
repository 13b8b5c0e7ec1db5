import { definePlugin, defineReporter, type Reporter } from '@sid/core';
import type { Board } from '@sid/eval';
import * as z from 'zod';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';

// The contract leaves the board's type open, since core knows no evaluation; the runtime hands over what
// `@sid/eval` made.
const reporter = (fileName: string, render: (board: Board) => string): Reporter => ({
  fileName,
  render: (board) => render(board as Board),
});

const markdown = defineReporter({
  name: 'markdown',
  summary: 'The leaderboard as Markdown tables.',
  revision: 1,
  options: z.strictObject({}),
  create: () => reporter('leaderboard.md', renderMarkdown),
});

const html = defineReporter({
  name: 'html',
  summary: 'The leaderboard as one self-contained page with plots.',
  revision: 1,
  options: z.strictObject({}),
  create: () => reporter('leaderboard.html', renderHtml),
});

export const reportersPlugin = definePlugin({
  name: '@sid/plugin-reporters',
  api: 1,
  components: [markdown, html],
});
