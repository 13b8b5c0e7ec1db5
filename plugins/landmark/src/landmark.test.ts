import { type Analysis, type Audio, messageOf, type Retriever } from '@sid/core';
import { checkRetriever, excerpt, syntheticTrack } from '@sid/testkit';
import { describe, expect, it } from 'vitest';
import { landmark } from './landmark.ts';

/** Half a frame. */
const toleranceSeconds = 128 / 11_025;

checkRetriever(landmark, { toleranceSeconds });
describe('preset audfprint', () => {
  checkRetriever(landmark, { toleranceSeconds, options: landmark.presets.audfprint });
});

const open = async (options: object, tracks: readonly Audio[]): Promise<Retriever> => {
  const retriever = await landmark.create(landmark.options.parse(options), {});
  for (const track of tracks) await retriever.add(await retriever.analyse(track, 'reference'));
  return retriever;
};
const ask = async (retriever: Retriever, audio: Audio, limit = 10) =>
  retriever.query(await retriever.analyse(audio, 'query'), limit);

const mixed = (...parts: readonly Audio[]): Audio => ({
  id: 'mix',
  sampleRate: 11_025,
  samples: Float32Array.from(parts[0]?.samples ?? [], (_, i) =>
    parts.reduce((sum, { samples }) => sum + (samples[i] ?? 0), 0),
  ),
});
const looped = (audio: Audio, times: number): Audio => {
  const samples = new Float32Array(audio.samples.length * times);
  for (let n = 0; n < times; n++) samples.set(audio.samples, n * audio.samples.length);
  return { ...audio, samples };
};

describe('landmark', () => {
  const tracks = [1, 2, 3].map((seed) => syntheticTrack(seed, 30, 11_025));

  it('finds a place beyond the six minutes after which the times of audfprint begin again', async () => {
    const long = syntheticTrack(4, 400, 11_025);
    const retriever = await open({}, [...tracks, long]);
    const [best] = await ask(retriever, excerpt(long, 390, 396));
    expect(best?.track).toBe('synthetic-4');
    expect(best?.where[0]?.reference.from).toBeGreaterThan(390);
    expect(best?.where[0]?.reference.to).toBeLessThan(396);
  });

  it('gives one place for each repetition of a loop', async () => {
    const retriever = await open({}, tracks);
    const loop = excerpt(syntheticTrack(2, 30, 11_025), 12, 15);
    const [best] = await ask(retriever, looped(loop, 3));
    const starts = best?.where.slice(0, 3).map((place) => place.query.from - (place.reference.from - 12));
    const [first, second, third] = starts?.sort((a, b) => a - b) ?? [];
    expect(first).toBeCloseTo(0, 1);
    expect(second).toBeCloseTo(3, 1);
    expect(third).toBeCloseTo(6, 1);
  });

  it('finds two tracks sounding at once', async () => {
    const retriever = await open({}, tracks);
    const [a, b] = [excerpt(syntheticTrack(1, 30, 11_025), 5, 13), excerpt(syntheticTrack(3, 30, 11_025), 20, 28)];
    const found = await ask(retriever, mixed(a, b));
    expect(new Set(found.slice(0, 2).map(({ track }) => track))).toEqual(new Set(['synthetic-1', 'synthetic-3']));
  });

  it('names the speed of a turntable', async () => {
    const retriever = await open({ repitch: [2 ** (2 / 12), 2 ** (-3 / 12)], semitones: [] }, tracks);
    // The same music at another rate, taken for one at 11,025 Hz, sounds as from a record played at another speed.
    for (const semitones of [2, -3]) {
      const music = syntheticTrack(2, 30, 11_025 * 2 ** (-semitones / 12));
      const fast = { ...excerpt(music, 10, 18), sampleRate: 11_025 };
      const [best] = await ask(retriever, fast);
      expect(best?.track).toBe('synthetic-2');
      const place = best?.where[0];
      expect(place?.semitones).toBeCloseTo(semitones, 6);
      expect(place?.tempoRatio).toBeCloseTo(2 ** (semitones / 12), 6);
      expect((place?.reference.from ?? 0) - (place?.query.from ?? 0) * (place?.tempoRatio ?? 0)).toBeCloseTo(10, 1);
    }
  });

  it('scores a track alone in its library as it does among others', async () => {
    const query = excerpt(syntheticTrack(2, 30, 11_025), 10, 16);
    const [alone] = await ask(await open({}, tracks.slice(1, 2)), query);
    const [among] = await ask(await open({}, tracks), query);
    expect(alone?.score).toBeGreaterThan(0.9);
    expect(among?.score).toBeGreaterThan(0.9);
    const [stranger] = await ask(await open({}, tracks.slice(0, 1)), query);
    expect(stranger?.score ?? 0).toBeLessThan(0.5);
  });

  it('leaves out what scores less than is asked for', async () => {
    const query = excerpt(syntheticTrack(2, 30, 11_025), 10, 16);
    const found = await ask(await open({ minimumScore: 0.5 }, tracks), query);
    expect(found.map(({ track }) => track)).toEqual(['synthetic-2']);
  });

  it('says what is wrong with audio at another rate and with a foreign analysis', async () => {
    const retriever = await open({}, []);
    const failure = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'none', messageOf);
    expect(await failure(retriever.analyse(syntheticTrack(1, 1, 8000), 'query'))).toMatch(/at 8000 Hz.*11025 Hz/);
    const foreign: Analysis = { id: 'x', durationSeconds: 1, arrays: { embedding: new Float32Array(3) } };
    expect(await failure(retriever.query(foreign, 1))).toMatch(/not made by landmark: it has embedding/);
  });

  it('reads an index under other options of the search, and refuses it under others of listening', async () => {
    const saved = (await open({}, tracks)).save();
    const chunks: Uint8Array[] = [];
    for await (const chunk of saved) chunks.push(chunk);
    const from = async function* () {
      yield* chunks;
    };
    const other = await open({ fanOut: 3, semitones: [] }, []);
    await other.load(from());
    expect(other.size.tracks).toBe(3);
    await expect((await open({ density: 50 }, [])).load(from())).rejects.toThrow(/"density":200.*"density":50/);
  });
});
