import type { Paint } from './style.ts';
import { wrap } from './wrap.ts';

/** The line under a table that had to drop columns. */
export const dropped = (headers: readonly string[], width: number, paint: Paint): string =>
  headers.length === 0
    ? ''
    : `\n${paint('dim', wrap(`  Not shown for want of room: ${headers.join(', ')}`, width, '  '))}`;
