import type { InvariantPeaks } from './invariant-peaks.ts';

/**
 * A map of time and pitch that says where peaks are near: most peaks of a reference that are laid over a query have none
 * near them, and are done with after one look.
 */
export interface Nearness {
  readonly rows: number;
  /** `rows` times, `pitches` pitches: bits `nearWide` and `nearTight`. */
  readonly cells: Uint8Array;
}

/** A peak may be within 80 ms and 50 cents. */
export const nearWide = 1;
/** A peak may be within 50 ms and 30 cents. */
export const nearTight = 2;

const cellMilliseconds = 32;
const cellCents = 32;
/** What is before the beginning, and below the lowest pitch, by up to this is on the map. */
const margin = 128;
const pitches = 256;

export const createNearness = ({ milliseconds, cents }: InvariantPeaks, durationMilliseconds: number): Nearness => {
  const rows = Math.ceil((durationMilliseconds + 2 * margin) / cellMilliseconds) + 1;
  const cells = new Uint8Array(rows * pitches);
  for (let i = 0; i < milliseconds.length; i++) {
    mark(cells, rows, milliseconds[i] as number, cents[i] as number, 80, 50, nearWide);
    mark(cells, rows, milliseconds[i] as number, cents[i] as number, 50, 30, nearTight);
  }
  return { rows, cells };
};

const mark = (
  cells: Uint8Array,
  rows: number,
  time: number,
  pitch: number,
  aroundTime: number,
  aroundPitch: number,
  bit: number,
): void => {
  const lastRow = Math.min(rows - 1, Math.floor((time + aroundTime + margin) / cellMilliseconds));
  const lastPitch = Math.min(pitches - 1, Math.floor((pitch + aroundPitch + margin) / cellCents));
  for (let row = Math.floor((time - aroundTime + margin) / cellMilliseconds); row <= lastRow; row++)
    for (let p = Math.floor((pitch - aroundPitch + margin) / cellCents); p <= lastPitch; p++)
      cells[row * pitches + p] = (cells[row * pitches + p] as number) | bit;
};

/** Whether a peak may be near a time and a pitch; if not, none is. */
export const mayBeNear = ({ rows, cells }: Nearness, time: number, pitch: number, bit: number): boolean => {
  const row = Math.floor((time + margin) / cellMilliseconds);
  const p = Math.floor((pitch + margin) / cellCents);
  return row >= 0 && row < rows && p >= 0 && p < pitches && ((cells[row * pitches + p] as number) & bit) !== 0;
};
