import { loadavg } from 'node:os';
import { benchEncoders, type EncoderFigure } from './encoders.ts';
import { benchFlat, type FlatFigure } from './indexers.ts';
import { runTwin, type Twin } from './twin.ts';

type Rates = Readonly<Record<string, number>>;

interface Comparison {
  readonly ours: Rates;
  readonly library: string;
  readonly theirs: Rates;
  /** Ours over theirs. */
  readonly ratios: Rates;
}

const entries = (rates: Rates, f: (value: number, name: string) => number): Rates =>
  Object.fromEntries(Object.entries(rates).map(([name, value]) => [name, f(value, name)]));

/** The greater rate of two measurements: whatever else the machine does makes a program slower, never faster. */
const best = (a: Rates | undefined, b: Rates): Rates => entries(b, (value, name) => Math.max(value, a?.[name] ?? 0));

/** Measures ours and theirs by turns, so that what else the machine does falls on both. */
const compare = async (
  rounds: number,
  ours: () => Promise<ReadonlyMap<string, Rates>>,
  theirs: () => Promise<Twin<ReadonlyMap<string, Rates>> | string>,
): Promise<Readonly<Record<string, Comparison>> | string> => {
  const found = new Map<string, { library: string; ours?: Rates; theirs?: Rates }>();
  for (let round = 0; round < rounds; round++) {
    const other = await theirs();
    if (typeof other === 'string') return other;
    const own = await ours();
    for (const [name, rates] of other.figures) {
      const before = found.get(name);
      const mine = best(before?.ours, own.get(name) ?? {});
      found.set(name, { library: other.library, ours: mine, theirs: best(before?.theirs, rates) });
    }
  }
  return Object.fromEntries(
    [...found].map(([name, { library, ours: own = {}, theirs: other = {} }]): [string, Comparison] => [
      name,
      { ours: own, library, theirs: other, ratios: entries(own, (value, rate) => value / (other[rate] ?? Number.NaN)) },
    ]),
  );
};

const flatRates = (figure: FlatFigure): Rates => {
  const { gigaflopsPerSecond, gigaflopsPerCpuSecond, singleQueriesPerSecond, singleQueriesPerCpuSecond } = figure;
  return { gigaflopsPerSecond, gigaflopsPerCpuSecond, singleQueriesPerSecond, singleQueriesPerCpuSecond };
};

const encoderRates = (figures: readonly EncoderFigure[]): ReadonlyMap<string, Rates> =>
  new Map(
    figures.map(({ encoder, windowsPerSecond, windowsPerCpuSecond }) => [
      encoder,
      { windowsPerSecond, windowsPerCpuSecond },
    ]),
  );

/** Search against faiss, embedding against PyTorch: the best of some rounds each, and the load of the machine. */
export const benchTwins = async ({ rounds = 2, threads = 2, rows = 200_000, dims = 512, queries = 10_000 } = {}) => {
  const before = loadavg();
  const [batch, runs] = [32, 4];
  const flat = await compare(
    rounds,
    async () => new Map([['flat', flatRates(await benchFlat({ rows, dims, queries, threads }))]]),
    async () => {
      const twin = await runTwin<Rates>('flat', [threads, rows, dims, queries]);
      return typeof twin === 'string' ? twin : { ...twin, figures: new Map([['flat', twin.figures]]) };
    },
  );
  const encoders = await compare(
    rounds,
    async () => encoderRates(await benchEncoders({ batch, threads, runs })),
    async () => {
      const twin = await runTwin<readonly EncoderFigure[]>('encoders', [threads, batch, runs]);
      return typeof twin === 'string' ? twin : { ...twin, figures: encoderRates(twin.figures) };
    },
  );
  return { threads, rounds, loadBefore: before, loadAfter: loadavg(), flat, encoders };
};
