/** Counts one task and estimates how fast it goes. Times in milliseconds of any clock. */
export interface Counter {
  readonly label: string;
  readonly total: number;
  readonly startedAt: number;
  done: number;
  /** Said after the count. */
  note: string;
  /** Past counts, oldest first, for the rate of the last while. */
  readonly history: { readonly at: number; readonly done: number }[];
}

// Long enough to smooth over single slow items, short enough to forget what came from the cache at once.
const windowMs = 20_000;
const sampleMs = 500;
// What is counted at once was done before: a run that continues.
const atOnceMs = 20;

export const createCounter = (label: string, total: number, now: number): Counter => ({
  label,
  total,
  startedAt: now,
  done: 0,
  note: '',
  history: [{ at: now, done: 0 }],
});

export const count = (counter: Counter, weight: number, now: number): void => {
  counter.done += weight;
  if (now - counter.startedAt <= atOnceMs) counter.history.splice(0, 1, { at: now, done: counter.done });
  const last = counter.history.at(-1);
  if (last === undefined || now - last.at >= sampleMs) counter.history.push({ at: now, done: counter.done });
  while (counter.history.length > 2 && now - (counter.history[1]?.at ?? now) > windowMs) counter.history.shift();
};

/** Units per second over the last while; undefined as long as that says nothing. */
export const rateOf = (counter: Counter, now: number): number | undefined => {
  const first = counter.history[0];
  if (first === undefined || now - first.at < sampleMs || counter.done <= first.done) return undefined;
  return ((counter.done - first.done) * 1000) / (now - first.at);
};

/** Seconds until the end at the present rate. */
export const secondsLeft = (counter: Counter, now: number): number | undefined => {
  const rate = rateOf(counter, now);
  return rate === undefined ? undefined : Math.max(0, counter.total - counter.done) / rate;
};
