import type { Analysis, Retriever } from '@sid/core';
import { landmark } from '@sid/plugin-landmark';
import { syntheticTrack } from '@sid/testkit';

const cpuMilliseconds = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const start = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(start);
  return [(user + system) / 1000, value];
};

const best = (times: readonly number[]): number => Math.min(...times);

const open = async (preset: string | undefined): Promise<Retriever> =>
  landmark.create(landmark.options.parse(preset === undefined ? {} : landmark.presets[preset]), {});

export interface LandmarkIndexFigure {
  readonly preset: string;
  /** Seconds of audio analysed and added per second of CPU time, audio at 11,025 Hz being there: no decoding. */
  readonly timesRealTime: number;
  readonly bytesPerHour: number;
}

/** On two minutes of generated music; real music gives about as many peaks. */
export const benchLandmarkIndexing = async (): Promise<readonly LandmarkIndexFigure[]> => {
  const track = syntheticTrack(1, 120, 11_025);
  const figures: LandmarkIndexFigure[] = [];
  for (const preset of [undefined, ...Object.keys(landmark.presets)]) {
    const retriever = await open(preset);
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      const [time] = await cpuMilliseconds(async () => retriever.add(await retriever.analyse(track, 'reference')));
      times.push(time);
    }
    figures.push({
      preset: preset ?? 'default',
      timesRealTime: 120_000 / best(times),
      bytesPerHour: retriever.size.bytes * 30,
    });
  }
  return figures;
};

export interface LandmarkQueryFigure {
  readonly preset: string;
  readonly querySeconds: number;
  readonly libraryHours: number;
  readonly analyseMilliseconds: number;
  readonly searchMilliseconds: number;
  /** Once, at the first query after an addition. */
  readonly prepareMilliseconds: number;
}

/** A query of a minute against five hours: sixty generated tracks of a minute, each under five names. */
export const benchLandmarkQuery = async (): Promise<readonly LandmarkQueryFigure[]> => {
  const tracks = Array.from({ length: 60 }, (_, seed) => syntheticTrack(seed, 60, 11_025));
  const query = syntheticTrack(1000, 60, 11_025);
  const figures: LandmarkQueryFigure[] = [];
  for (const preset of [undefined, 'plain', 'dense']) {
    const retriever = await open(preset);
    for (const track of tracks) {
      const analysis: Analysis = await retriever.analyse(track, 'reference');
      for (let copy = 0; copy < 5; copy++) await retriever.add({ ...analysis, id: `${analysis.id}-${copy}` });
    }
    const analysing: number[] = [];
    const searching: number[] = [];
    for (let run = 0; run < 5; run++) {
      const [analyse, analysis] = await cpuMilliseconds(() => retriever.analyse(query, 'query'));
      const [search] = await cpuMilliseconds(() => retriever.query(analysis, 100));
      analysing.push(analyse);
      searching.push(search);
    }
    const searchMilliseconds = best(searching);
    figures.push({
      preset: preset ?? 'default',
      querySeconds: 60,
      libraryHours: 5,
      analyseMilliseconds: best(analysing),
      searchMilliseconds,
      prepareMilliseconds: (searching[0] ?? 0) - searchMilliseconds,
    });
  }
  return figures;
};
