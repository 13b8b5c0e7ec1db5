import { createHash } from 'node:crypto';
import { encodeWav } from '@sid/dsp';
import { loudest, rms } from '@sid/effects';
import { describe, expect, it } from 'vitest';
import { genreNames } from './genre.ts';
import { mixDown } from './master.ts';
import { composeSong, renderSong } from './render.ts';
import { barSecondsOf } from './score.ts';
import { writeSong } from './write.ts';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Where half of the magnitude lies above and half below, roughly: zero crossings per second over two. */
const brightness = (samples: Float32Array, sampleRate: number): number => {
  let crossings = 0;
  for (let i = 1; i < samples.length; i++) if ((samples[i - 1] ?? 0) < 0 !== (samples[i] ?? 0) < 0) crossings++;
  return (crossings * sampleRate) / samples.length / 2;
};

const songs = genreNames.map((genre) => composeSong(`test/${genre}`, { genre, seconds: 16 }));

describe('composeSong', () => {
  it('gives the same bytes on every machine', () => {
    const song = composeSong('pinned', { seconds: 12 });
    expect([song.title, song.genre, song.tempo, song.key]).toMatchInlineSnapshot(`
      [
        "Winter Window 74",
        "funk",
        110,
        "D mixolydian",
      ]
    `);
    expect(digest(encodeWav(mixDown(song), song.sampleRate))).toMatchInlineSnapshot(`"f754ba5630559ae5"`);
  });

  it('gives another song for another seed', () => {
    const titles = new Set(Array.from({ length: 30 }, (_, i) => writeSong(`seed ${i}`).title));
    expect(titles.size).toBeGreaterThan(25);
  });

  it.each(songs.map((song) => [song.genre, song] as const))('%s: sounds, without clipping or NaN', (_, song) => {
    const mix = mixDown(song);
    expect(mix.every((x) => Number.isFinite(x))).toBe(true);
    expect(loudest(mix)).toBeLessThan(0.92);
    expect(20 * Math.log10(rms(mix))).toBeGreaterThan(-26);
    expect(20 * Math.log10(rms(mix))).toBeLessThan(-6);
    // No second of the song proper is silent.
    const end = song.sections.at(-1)?.to ?? 0;
    for (let s = 0; s + 2 < end; s++) {
      const level = rms(mix, Math.round(s * song.sampleRate), Math.round((s + 2) * song.sampleRate));
      expect(level, `${song.genre} at ${s} s`).toBeGreaterThan(1e-4);
    }
  });

  it('keeps stems that sum up to the mix before saturation', () => {
    const song = songs[1];
    if (!song) throw new Error('no song');
    const quiet = {
      ...song,
      master: { loudness: 0, tiltDb: 0 },
      stems: song.stems.map((s) => ({ ...s, samples: s.samples.map((x) => x / 100) })),
    };
    const mix = mixDown(quiet);
    const sum = mix.map((_, i) => quiet.stems.reduce((all, stem) => all + (stem.samples[i] ?? 0), 0));
    const scale = loudest(mix) / loudest(sum);
    expect(loudest(mix.map((x, i) => x - scale * (sum[i] ?? 0)))).toBeLessThan(1e-3 * loudest(mix));
  });

  it('renders a stem alone as it is in the whole song', () => {
    const score = writeSong('stems', { genre: 'house', seconds: 8 });
    const bass = renderSong(score, 22_050, ['bass']).stems[0];
    expect(bass?.name).toBe('bass');
    expect(bass?.samples).toEqual(renderSong(score, 22_050).stems.find((stem) => stem.name === 'bass')?.samples);
  });

  it('varies timbre, tempo and key', () => {
    const heights = songs.map((song) => brightness(mixDown(song), song.sampleRate));
    expect(Math.max(...heights) / Math.min(...heights)).toBeGreaterThan(2.5);
    const scores = Array.from({ length: 60 }, (_, i) => writeSong(`many ${i}`));
    expect(new Set(scores.map((s) => s.tonic)).size).toBe(12);
    expect(new Set(scores.map((s) => s.genre)).size).toBe(genreNames.length);
    expect(Math.min(...scores.map((s) => s.tempo))).toBeLessThan(80);
    expect(Math.max(...scores.map((s) => s.tempo))).toBeGreaterThan(135);
  });
});

describe('writeSong', () => {
  it('divides the song into whole bars that follow one another', () => {
    for (let i = 0; i < 40; i++) {
      const score = writeSong(`form ${i}`, { seconds: 45 });
      let at = 0;
      for (const section of score.sections) {
        expect(section.from).toBeCloseTo(at, 6);
        expect(section.to - section.from).toBeCloseTo(section.bars * barSecondsOf(score), 6);
        expect(section.stems.length).toBeGreaterThan(0);
        at = section.to;
      }
      expect(Math.abs(at - 45)).toBeLessThanOrEqual(barSecondsOf(score));
      expect(score.seconds).toBeGreaterThan(at);
    }
  });

  it('has tempo, key and stems as asked', () => {
    const score = writeSong('asked', { tempo: 93.7, tonic: 4, mode: 'dorian', stems: ['drums', 'bass'], steady: true });
    expect([score.tempo, score.tonic, score.mode]).toEqual([93.7, 4, 'dorian']);
    expect(score.parts.every((part) => part.stem === 'drums' || part.stem === 'bass')).toBe(true);
  });

  it('never plays two bars quite alike', () => {
    const score = writeSong('humans', { genre: 'techno', seconds: 60 });
    const bar = barSecondsOf(score);
    const drums = score.parts.find((part) => part.stem === 'drums');
    const hits = drums && 'hits' in drums ? drums.hits : [];
    const timings = Array.from({ length: 20 }, (_, b) =>
      hits.filter(({ at }) => Math.floor(at / bar) === b).map(({ at, velocity }) => [(at % bar).toFixed(5), velocity]),
    ).filter((own) => own.length > 0);
    expect(new Set(timings.map((own) => JSON.stringify(own))).size).toBe(timings.length);
  });
});
