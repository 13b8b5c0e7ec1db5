import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'underline';
export type Paint = (style: Style, text: string) => string;

/** Colours for one stream: none where it is no terminal; NO_COLOR and FORCE_COLOR decide over that. */
export const painter =
  (stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): Paint =>
  (style, text) =>
    wantsColour(stream, environment) ? styleText(style, text, { validateStream: false }) : text;

export const noPaint: Paint = (_style, text) => text;

// The conventions of no-color.org and force-color.org: any non-empty NO_COLOR, and FORCE_COLOR other than 0.
const wantsColour = (stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean => {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = environment;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return stream.isTTY === true && term !== 'dumb';
};
