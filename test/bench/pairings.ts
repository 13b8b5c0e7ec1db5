import {
  type Chunk,
  type Component,
  type Created,
  createRandom,
  type Frontend,
  type Kind,
  type Multitrack,
  type PreparedItem,
} from '@sid/core';
import { createBandTransform } from '@sid/dsp';
import { quickStretch, separate, stretch } from '@sid/effects';
import artificial, { composeSong, mixDown } from '@sid/plugin-artificial';
import { cqt, mel, vqt } from '@sid/plugin-frontends';
import pairings from '@sid/plugin-pairings';

/** CPU milliseconds of this process per call of `work`, the least of a few rounds: others on the machine only add. */
const milliseconds = async (work: () => unknown, calls: number, rounds = 4): Promise<number> => {
  await work();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    for (let i = 0; i < calls; i++) await work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1e3 / calls);
  }
  return best;
};

const opened = <K extends Kind>(
  component: Component<K>,
  options: unknown,
  given: Readonly<Record<string, unknown>> = {},
): Promise<Created[K]> => component.create(component.options.parse(options), given);

export interface StretchFigure {
  readonly sampleRate: number;
  readonly tempoRatio: number;
  readonly semitones: number;
  readonly signalsmithMilliseconds: number;
  readonly quickMilliseconds: number;
  readonly quickTimesCheaper: number;
  /** Cosine of the variable-Q pictures of both, magnitudes compressed by log(1 + 50x). */
  readonly likeness: number;
}

const likeness = (a: Float32Array, b: Float32Array, sampleRate: number): number => {
  const picture = createBandTransform({
    definition: 'direct',
    sampleRate,
    fmin: 27.5,
    binsPerOctave: 36,
    bins: 252,
    gamma: 7,
    hop: 320,
    centred: true,
    padding: 'constant',
    output: 'magnitude',
  });
  const [one, other] = [picture.run(a).data, picture.run(b).data];
  let [product, first, second] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    const [x, y] = [Math.log1p(50 * (one[i] ?? 0)), Math.log1p(50 * (other[i] ?? 0))];
    product += x * y;
    first += x * x;
    second += y * y;
  }
  return product / Math.sqrt(first * second);
};

/** Stretching 7.5 s of a generated song: Signalsmith's library against ours. */
export const benchStretch = async (): Promise<readonly StretchFigure[]> => {
  const figures: StretchFigure[] = [];
  for (const sampleRate of [16_000, 22_050]) {
    const samples = mixDown(composeSong('bench', { sampleRate, seconds: 8 })).slice(0, 7.5 * sampleRate);
    for (const [tempoRatio, semitones] of [
      [0.8, 0],
      [1.3, 2],
      [1, -3],
    ] as const) {
      const change = [samples, sampleRate, tempoRatio, semitones] as const;
      const signalsmithMilliseconds = await milliseconds(() => stretch(...change), 10);
      const quickMilliseconds = await milliseconds(() => quickStretch(...change), 30);
      figures.push({
        sampleRate,
        tempoRatio,
        semitones,
        signalsmithMilliseconds,
        quickMilliseconds,
        quickTimesCheaper: signalsmithMilliseconds / quickMilliseconds,
        likeness: likeness(stretch(...change), quickStretch(...change), sampleRate),
      });
    }
  }
  return figures;
};

/** A frontend small enough for training without a GPU. */
const tinyBands = {
  sampleRate: 16_000,
  hop: 640,
  fmin: 55,
  binsPerOctave: 12,
  octaves: 7,
  definition: 'direct',
  centred: false,
  normalisation: 'log-max',
  crop: { first: 6, bins: 72 },
};

export interface PairingFigure {
  readonly pairing: string;
  readonly options: unknown;
  readonly prepareMilliseconds: number;
  readonly combineMilliseconds: number;
  /** Items of one core: a reference and a query each. */
  readonly pairsPerSecond: number;
}

const batch = 48;

const chunksOf = (songs: readonly Multitrack[], seconds: number): readonly Chunk[] => {
  const random = createRandom('chunks');
  return Array.from({ length: batch }, (_, i) => {
    const { id = '', stems = [] } = songs[i % songs.length] ?? {};
    const count = Math.round(seconds * (stems[0]?.sampleRate ?? 0));
    const from = random.int((stems[0]?.samples.length ?? 0) - count + 1);
    return { song: id, stems: stems.map((stem) => ({ ...stem, samples: stem.samples.slice(from, from + count) })) };
  });
};

const component = <K extends Kind>(kind: K, name: string, components: readonly Component[]): Component<K> => {
  const found = components.find((one) => one.kind === kind && one.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} "${name}"`);
  // Told by its kind.
  return found as Component<K>;
};

/** Batches of generated songs, from chunks that are already decoded to windows. */
export const benchPairings = async (): Promise<readonly PairingFigure[]> => {
  const source = await opened(component('songs', 'generated', artificial.components), { count: 8, seconds: [30, 40] });
  const ids = await source.list();
  const songsAt = new Map<number, readonly Multitrack[]>();
  const figures: PairingFigure[] = [];
  const measure = async (name: string, options: object, frontend: Frontend, frames: number): Promise<void> => {
    const { sampleRate } = frontend.spec;
    const songs = songsAt.get(sampleRate) ?? (await Promise.all(ids.map((id) => source.read(id, sampleRate))));
    songsAt.set(sampleRate, songs);
    const pairing = await opened(component('pairing', name, pairings.components), options, { frontend });
    const chunks = chunksOf(songs, pairing.chunkSeconds);
    let items: readonly PreparedItem[] = [];
    const prepare = async (): Promise<void> => {
      const all: (PreparedItem | undefined)[] = [];
      for (const [i, chunk] of chunks.entries()) all.push(await pairing.prepare(chunk, frames, createRandom(i)));
      items = all.filter((item) => item !== undefined);
    };
    const whole = await milliseconds(prepare, 1, 3);
    const combineMilliseconds = (await milliseconds(() => pairing.combine(items, createRandom(0)), 3)) / items.length;
    const prepareMilliseconds = whole / items.length;
    const pairsPerSecond = 1000 / (prepareMilliseconds + combineMilliseconds);
    figures.push({ pairing: name, options, prepareMilliseconds, combineMilliseconds, pairsPerSecond });
  };
  const riou = await opened(vqt, vqt.presets['riou-2025']);
  const tiny = await opened(vqt, tinyBands);
  const cheston = await opened(cqt, cqt.presets['cheston-2025']);
  const bhattacharjee = await opened(mel, mel.presets['bhattacharjee-2025']);
  const erdos = await opened(mel, mel.presets['erdos-2024']);
  for (const stretcher of ['signalsmith', 'quick']) {
    await measure('stem-subset', { stretcher }, cheston, 216);
    await measure('two-view', { stretcher }, bhattacharjee, 128);
    await measure('degraded-copy', { stretcher }, erdos, 431);
  }
  await measure('stem-subset', { stretcher: 'quick' }, tiny, 120);
  await measure('artificial-mix', {}, riou, 256);
  await measure('artificial-mix', { shiftBins: 6 }, tiny, 128);
  await measure('producer', {}, riou, 256);
  await measure('producer', {}, tiny, 128);
  await measure('producer', { signalsmith: 0 }, tiny, 128);
  return figures;
};

/** Taking a minute of a generated song apart, CPU milliseconds. */
export const benchSeparate = async (): Promise<number> => {
  const samples = mixDown(composeSong('bench', { sampleRate: 16_000, seconds: 60 })).slice(0, 60 * 16_000);
  return milliseconds(() => separate(samples, 16_000), 1);
};
