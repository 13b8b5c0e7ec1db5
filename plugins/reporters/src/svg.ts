import type { Estimate } from '@sid/eval';
import { isUsable } from './format.ts';
import type { Shape } from './identity.ts';
import { type Attributes, type Child, element, type Markup } from './markup.ts';

/** Widths in pixels for which plots are drawn; the page shows the one that fits, at its natural size. */
export const wide = 520;
export const narrow = 336;

/** A drawing that scales down but never up, with a name for readers that do not see it. */
export const svg = (width: number, height: number, name: string, ...children: readonly Child[]): Markup =>
  element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${Math.ceil(height)}`, width, role: 'img' },
    element('title', {}, name),
    ...children,
  );

/** Text at a baseline. */
export const label = (x: number, y: number, text: string, attributes: Attributes = {}, hover?: string): Markup =>
  element('text', { x, y, ...attributes }, hover === undefined ? undefined : element('title', {}, hover), text);

export const line = (x1: number, y1: number, x2: number, y2: number, className: string): Markup =>
  element('line', { x1, y1, x2, y2, class: className });

export const group = (className: string, ...children: readonly Child[]): Markup =>
  element('g', { class: className }, ...children);

/** A mark of area π·radius² in the current colour; `hover` is its tooltip. */
export const marker = (shape: Shape, x: number, y: number, radius: number, hover?: string): Markup => {
  const title = hover === undefined ? undefined : element('title', {}, hover);
  if (shape === 'circle') return element('circle', { cx: x, cy: y, r: radius, class: 'mark' }, title);
  return element('path', { d: outline(shape, x, y, radius), class: 'mark' }, title);
};

const outline = (shape: Exclude<Shape, 'circle'>, x: number, y: number, radius: number): string => {
  const at = (points: readonly (readonly [number, number])[]): string =>
    `M${points.map(([dx, dy]) => `${round(x + dx)} ${round(y + dy)}`).join('L')}Z`;
  const half = radius * Math.sqrt(Math.PI) * 0.5;
  const reach = radius * Math.sqrt(Math.PI / 2);
  const side = radius * Math.sqrt((4 * Math.PI) / Math.sqrt(3)) * 0.5;
  const height = side * Math.sqrt(3);
  const sign = shape === 'up' ? -1 : 1;
  switch (shape) {
    case 'square':
      return at([
        [-half, -half],
        [half, -half],
        [half, half],
        [-half, half],
      ]);
    case 'diamond':
      return at([
        [0, -reach],
        [reach, 0],
        [0, reach],
        [-reach, 0],
      ]);
    default:
      return at([
        [0, (sign * height * 2) / 3],
        [side, (-sign * height) / 3],
        [-side, (-sign * height) / 3],
      ]);
  }
};

/** A path through points. */
export const polyline = (points: readonly (readonly [number, number])[], className: string): Markup =>
  element('path', { d: `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}`, class: className });

/** Hundredths of a pixel are enough, and keep the page small. */
export const round = (value: number): number => Math.round(value * 100) / 100 + 0;

/** Shortens in the middle: heads and tails of method names both tell. A sans-serif letter is taken as 0.56 em. */
export const shorten = (text: string, width: number, fontSize = 12): string => {
  const room = Math.max(4, Math.floor(width / (fontSize * 0.56)));
  const letters = [...text];
  if (letters.length <= room) return text;
  const head = Math.ceil((room - 1) * 0.6);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (room - 1 - head)).join('')}`;
};

/** Whether there is something to draw. */
export const isDrawable = (estimate: Estimate | undefined): estimate is Estimate =>
  estimate !== undefined && isUsable(estimate.mean);

/** The interval, or the mean twice where there is none. */
export const intervalOf = (estimate: Estimate): readonly [number, number] => {
  const [low, high] = estimate.ci95;
  return isUsable(low) && isUsable(high) ? [low, high] : [estimate.mean, estimate.mean];
};
