import type { Board } from '@sid/eval';
import { about, header } from './html-about.ts';
import { curves, rejection } from './html-curves.ts';
import { leaderboard } from './html-leaderboard.ts';
import { section } from './html-parts.ts';
import { byLength, overview, perClass, robustness } from './html-plots.ts';
import { queries } from './html-queries.ts';
import { tests } from './html-tests.ts';
import { element } from './markup.ts';
import { generatedText } from './protocol.ts';
import { style } from './style.ts';
import { summarySentence } from './summary.ts';

/**
 * The leaderboard as one page: no script, nothing loaded from elsewhere, readable from 360 pixels on, in light and
 * in dark, and on paper. Equal boards give equal bytes.
 */
export const renderHtml = (board: Board): string => {
  const { dataset } = board;
  const title = `${dataset.name} ${dataset.version} – leaderboard${dataset.generated ? ` (${generatedText})` : ''}`;
  const length = byLength(board);
  const negatives = rejection(board);
  const page = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'color-scheme', content: 'light dark' }),
      // Titles come from other people's files: even if one broke out of its escaping, nothing would run or load.
      element('meta', {
        'http-equiv': 'Content-Security-Policy',
        content: "default-src 'none'; style-src 'unsafe-inline'",
      }),
      element('meta', { name: 'generator', content: 'sid' }),
      element('title', {}, title),
      { markup: `<style>${style}</style>` },
    ),
    element(
      'body',
      {},
      element(
        'main',
        {},
        header(board),
        section('leaderboard', 'Leaderboard', summarySentence(board), leaderboard(board), overview(board)),
        perClass(board),
        robustness(board),
        length === undefined && negatives === undefined
          ? undefined
          : section('more', 'Length and rejection', undefined, element('div', { class: 'pair' }, length, negatives)),
        curves(board),
        tests(board),
        queries(board),
        about(board),
        element('footer', {}, 'Made by sid from stored rankings; board.json beside this page holds every figure.'),
      ),
    ),
  );
  return `<!doctype html>\n${page.markup}\n`;
};
