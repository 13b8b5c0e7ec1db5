import type { Board } from '@sid/eval';
import type { Identity } from './identity.ts';
import { type Child, element, join, type Markup } from './markup.ts';
import { generatedText } from './protocol.ts';
import { marker, narrow, wide } from './svg.ts';

/** A part of the page with its heading; `id` is the target of links. */
export const section = (id: string, heading: string, intro: Child, ...children: readonly Child[]): Markup =>
  element(
    'section',
    { id, 'aria-labelledby': `${id}-heading` },
    element('h2', { id: `${id}-heading` }, heading),
    intro === undefined ? undefined : element('p', { class: 'intro' }, intro),
    ...children,
  );

/** The label that every figure from generated audio carries. */
export const generatedMark = (board: Board): Markup | undefined =>
  board.dataset.generated ? element('span', { class: 'generated' }, generatedText) : undefined;

export interface FigureSource {
  readonly title: string;
  readonly caption?: string;
  readonly legend?: readonly Identity[];
  /** The legend says the rank of each method, since the drawing names methods by it. */
  readonly numbered?: boolean;
  draw(width: number): Markup;
}

/** A plot drawn for both widths, of which the style sheet shows one, with its caption. */
export const figure = (board: Board, source: FigureSource): Markup =>
  element(
    'figure',
    {},
    element('h3', {}, source.title),
    source.legend === undefined ? undefined : legend(source.legend, source.numbered),
    element('div', { class: 'wide' }, source.draw(wide)),
    element('div', { class: 'narrow' }, source.draw(narrow)),
    caption(board, source.caption),
  );

/** A small plot among others like it; drawn once, since it fits any screen. */
export const panel = (title: Child, drawing: Markup): Markup =>
  element('div', { class: 'panel' }, element('h4', {}, title), drawing);

/** Small plots beside each other under one caption. */
export const panels = (
  board: Board,
  source: { readonly caption?: string; readonly legend?: readonly Identity[] },
  ...children: readonly Markup[]
): Markup =>
  element(
    'figure',
    { class: 'panels' },
    source.legend === undefined ? undefined : legend(source.legend),
    element('div', { class: 'grid' }, ...children),
    caption(board, source.caption),
  );

const caption = (board: Board, text: string | undefined): Markup | undefined =>
  text === undefined && !board.dataset.generated
    ? undefined
    : element('figcaption', {}, generatedMark(board), board.dataset.generated ? ' ' : undefined, text);

/** Names with their marks, wrapping as they need to. */
export const legend = (identities: readonly Identity[], numbered = false): Markup =>
  element(
    'ul',
    { class: 'legend' },
    ...identities.map((identity) =>
      element(
        'li',
        {},
        swatch(identity),
        numbered ? element('b', {}, String(identity.rank)) : undefined,
        element('span', {}, identity.name),
      ),
    ),
  );

/** The mark of a method, for tables and legends. */
export const swatch = (identity: Identity): Markup =>
  element(
    'svg',
    { class: `swatch ${identity.colour}`, viewBox: '0 0 14 14', width: 14, height: 14, 'aria-hidden': 'true' },
    marker(identity.shape, 7, 7, 5),
  );

/** One column of a plain table. */
export interface TableColumn {
  readonly header: Child;
  readonly align?: 'left' | 'right';
  readonly hover?: string;
}

/** A table that scrolls inside its own box; the first cell of each row is its head. */
export const table = (
  columns: readonly TableColumn[],
  rows: readonly (readonly Child[])[],
  captionText?: Child,
): Markup =>
  element(
    'div',
    { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'table, scrolls sideways' },
    element(
      'table',
      {},
      captionText === undefined ? undefined : element('caption', {}, captionText),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...columns.map((column) =>
            element(
              'th',
              { scope: 'col', class: column.align === 'right' ? 'right' : undefined, title: column.hover },
              column.header,
            ),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.map((cells) =>
          element(
            'tr',
            {},
            ...cells.map((cell, index) =>
              index === 0
                ? element('th', { scope: 'row' }, cell)
                : element('td', { class: columns[index]?.align === 'right' ? 'right' : undefined }, cell),
            ),
          ),
        ),
      ),
    ),
  );

/** A folded part. */
export const details = (summary: Child, ...children: readonly Child[]): Markup =>
  element('details', {}, element('summary', {}, summary), ...children);

/** A name that may be broken after its separators, before `@` and between its humps, and nowhere else. */
export const breakable = (name: string): Markup =>
  join(
    ...name
      .split(/(?<=[-_=+/.,:;])(?=[^-_=+/.,:;\d])|(?<=[A-Za-z]{3})(?=[A-Z][a-z]{2})|(?<=[A-Za-z]{4})(?=@)|(?<=.)(?=\[)/)
      .flatMap((part, index) => (index === 0 ? [part] : [element('wbr'), part])),
  );
