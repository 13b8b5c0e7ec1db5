import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Component, createRandom } from '@sid/core';
import { encodeWav } from '@sid/dsp';
import { composeSong, mixDown } from '@sid/plugin-artificial';
import { landmark, landmarkInvariant } from '@sid/plugin-landmark';
import { readAudio } from '@sid/runtime';

/** How fast a retriever indexes and answers. Seconds are CPU seconds of one core. */
export interface RetrieverFigure {
  readonly method: string;
  /** From WAV files, 16 bit, stereo, 44.1 kHz: decoding, resampling, analysis and adding. */
  readonly indexTimesRealTime: number;
  readonly decodeTimesRealTime: number;
  readonly indexMegabytesPerHour: number;
  /** Of a query of 60 s against `hours` of references: analysis and search; the median of the queries. */
  readonly querySeconds: number;
  readonly querySearchSeconds: number;
  /** The same query by the clock, where other work on the machine counts as well. */
  readonly queryWallSeconds: number;
  readonly hours: number;
}

const rate = 44_100;
const songSeconds = 90;

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** A generated song as a stereo file of 44.1 kHz, its channels unlike. */
const songFile = async (folder: string, seed: number): Promise<string> => {
  const song = composeSong(seed, { seconds: songSeconds, sampleRate: rate });
  const left = mixDown(song);
  const delay = 200;
  const stereo = new Float32Array(left.length * 2);
  for (let i = 0; i < left.length; i++) {
    stereo[2 * i] = left[i] ?? 0;
    stereo[2 * i + 1] = 0.8 * (left[Math.max(0, i - delay)] ?? 0);
  }
  const file = join(folder, `${seed}.wav`);
  const bytes = encodeWav(stereo, rate, 'int16');
  // The writer knows one channel: the header is made that of two.
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint16(22, 2, true);
  view.setUint32(28, rate * 4, true);
  view.setUint16(32, 4, true);
  await writeFile(file, bytes);
  return file;
};

const measure = async (
  component: Component<'retriever'>,
  files: readonly string[],
  hours: number,
  queries: number,
): Promise<RetrieverFigure> => {
  const retriever = await component.create(component.options.parse({}), {});
  const analyses = [];
  let [audio, decode, total] = [0, 0, 0];
  for (const [i, file] of files.entries()) {
    const start = cpuSeconds();
    const heard = await readAudio({ id: `${i}`, file }, retriever.sampleRate);
    const decoded = cpuSeconds();
    const analysis = await retriever.analyse(heard, 'reference');
    await retriever.add(analysis);
    // The first files pay for compilation, which a catalogue does not notice.
    if (i >= 3) {
      decode += decoded - start;
      total += cpuSeconds() - start;
      audio += analysis.durationSeconds;
    }
    analyses.push(analysis);
  }
  // The same songs under other names until the index holds `hours`: a search meets more alike than it would in music.
  const held = analyses.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  for (let copy = 1; copy * held < hours * 3600; copy++) {
    for (const analysis of analyses) await retriever.add({ ...analysis, id: `${analysis.id}-${copy}` });
  }
  const { bytes } = retriever.size;
  const indexedHours = (held * Math.ceil((hours * 3600) / held)) / 3600;
  const times: { whole: number; search: number; wall: number }[] = [];
  for (let i = 0; i < queries; i++) {
    const song = mixDown(composeSong(1000 + i, { seconds: 60, sampleRate: retriever.sampleRate }));
    const samples = song.subarray(0, 60 * retriever.sampleRate);
    const begun = performance.now();
    const start = cpuSeconds();
    const analysis = await retriever.analyse({ id: 'q', sampleRate: retriever.sampleRate, samples }, 'query');
    const listened = cpuSeconds();
    await retriever.query(analysis, 10);
    times.push({
      whole: cpuSeconds() - start,
      search: cpuSeconds() - listened,
      wall: (performance.now() - begun) / 1e3,
    });
  }
  const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  await retriever[Symbol.asyncDispose]();
  return {
    method: component.name,
    indexTimesRealTime: audio / total,
    decodeTimesRealTime: audio / decode,
    indexMegabytesPerHour: bytes / 1e6 / indexedHours,
    querySeconds: median(times.map(({ whole }) => whole)),
    querySearchSeconds: median(times.map(({ search }) => search)),
    queryWallSeconds: median(times.map(({ wall }) => wall)),
    hours: indexedHours,
  };
};

/** Both landmark retrievers with their default options, on generated songs. */
export const benchRetrievers = async ({
  songs = 40,
  hours = 5,
  queries = 7,
} = {}): Promise<readonly RetrieverFigure[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'sid-bench-'));
  try {
    const random = createRandom('bench');
    const files: string[] = [];
    for (let i = 0; i < songs; i++) files.push(await songFile(folder, random.int(1e6)));
    const figures: RetrieverFigure[] = [];
    for (const component of [landmark, landmarkInvariant])
      figures.push(await measure(component, files, hours, queries));
    return figures;
  } finally {
    await rm(folder, { recursive: true });
  }
};
