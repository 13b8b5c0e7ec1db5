import { type Counter, rateOf, secondsLeft } from './counter.ts';

/** `8 s`, `2:05 min`, `1:02 h`. */
export const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)} min`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)} h`;
};

const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

const rateText = (rate: number): string => {
  if (rate >= 10) return `${Math.round(rate)}/s`;
  return rate >= 1 ? `${rate.toFixed(1)}/s` : `${(rate * 60).toFixed(1)}/min`;
};

/** Done and total, how fast, and how long it will take. */
export const countText = (counter: Counter, now: number): string => {
  const rate = rateOf(counter, now);
  const left = secondsLeft(counter, now);
  return [
    counter.total > 0 ? `${number(counter.done)}/${number(counter.total)}` : number(counter.done),
    ...(rate === undefined ? [] : [rateText(rate)]),
    ...(left === undefined || counter.total <= 0 ? [] : [`${duration(left)} left`]),
    ...(counter.note === '' ? [] : [counter.note]),
  ].join('  ');
};

const barWidth = 20;

/** `━━━━━━──────`; undefined where the total is not known. */
export const bar = (counter: Counter): string | undefined => {
  if (counter.total <= 0) return undefined;
  const share = Math.min(1, Math.max(0, counter.done / counter.total));
  const full = Math.floor(share * barWidth);
  return '━'.repeat(full) + '─'.repeat(barWidth - full);
};
