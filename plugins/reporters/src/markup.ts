/** Text that is already HTML or SVG. Whatever is a plain string is not, and is escaped when it becomes a child. */
export interface Markup {
  readonly markup: string;
}

export type Child = Markup | string | number | undefined | readonly Child[];

/** Values that are `undefined` leave the attribute out; numbers are rounded to hundredths. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element of HTML or SVG; names and attribute names are ours, values and children are escaped. */
export const element = (name: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup => {
  const opening = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeMarkup(plain(value))}"`]))
    .join('');
  if (voidElements.has(name)) return { markup: `<${name}${opening}>` };
  return { markup: `<${name}${opening}>${flatten(children)}</${name}>` };
};

/** Several pieces as one. */
export const join = (...children: readonly Child[]): Markup => ({ markup: flatten(children) });

/** For text and for attributes in double quotes. Control characters, which XML forbids, become `�`. */
export const escapeMarkup = (text: string): string =>
  text.replace(forbidden, '\u{fffd}').replace(/[&<>"']/g, (character) => entities[character] ?? '');

const flatten = (children: readonly Child[]): string =>
  children
    .map((child) => {
      if (child === undefined) return '';
      if (typeof child === 'string' || typeof child === 'number') return escapeMarkup(plain(child));
      if ('markup' in child) return child.markup;
      return flatten(child);
    })
    .join('');

const plain = (value: string | number): string =>
  typeof value === 'string' ? value : String(Math.round(value * 100) / 100 + 0);

const voidElements: ReadonlySet<string> = new Set(['meta', 'wbr']);

/** Control characters but tab and line ends, halves of surrogate pairs, and the two code points XML has no place for. */
const forbidden = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
