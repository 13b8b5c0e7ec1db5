import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BandSettings, createBandTransform, createMelTransform, decodeNpy } from '@sid/dsp';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inPairs, readPcm } from './golden-audio.test.fixture.ts';

/** The larger collection of reference arrays, where it lies beside the repository. Its README says what they are. */
const folder = new URL('../../../../shared/data/frontend-reference/', import.meta.url);
const absent = !existsSync(fileURLToPath(folder));
const read = (name: string): Uint8Array => readFileSync(fileURLToPath(new URL(name, folder)));
const signals = ['chirp', 'tones', 'pink'] as const;

const librosa = (sampleRate: number, hop: number, bins: number, binsPerOctave = 36): BandSettings => ({
  definition: 'librosa',
  sampleRate,
  hop,
  bins,
  binsPerOctave,
  fmin: 32.7,
  gamma: binsPerOctave === 36 ? 7 : 0,
  centred: true,
  padding: 'constant',
  output: 'magnitude',
});

const riou: BandSettings = {
  ...librosa(16_000, 320, 288),
  definition: 'direct',
  fmin: 27.5,
  centred: false,
  output: 'complex',
};

interface Difference {
  /** Greatest difference over greatest magnitude. */
  readonly overPeak: number;
  /** Root of the energy of the difference over that of what is expected. */
  readonly relative: number;
}

const difference = (made: Float32Array, expected: Float32Array): Difference => {
  expect(made.length).toBe(expected.length);
  let [off, peak, energy, all] = [0, 0, 0, 0];
  for (const [i, value] of expected.entries()) {
    const d = Math.abs((made[i] ?? Number.NaN) - value);
    off = Math.max(off, d);
    peak = Math.max(peak, Math.abs(value));
    energy += d * d;
    all += value * value;
  }
  return { overPeak: off / peak, relative: Math.sqrt(energy / all) };
};

const picture = (signal: string, settings: BandSettings): Float32Array => {
  const made = createBandTransform(settings).run(readPcm(read(`${signal}-${settings.sampleRate}.wav`)));
  return settings.output === 'complex' ? inPairs(made) : made.data;
};

const array = (signal: string, rate: number, name: string): Float32Array =>
  decodeNpy(read(`${signal}-${rate}-${name}.npy`)).data;

const compare = (signal: string, settings: BandSettings, name: string): Difference =>
  difference(picture(signal, settings), array(signal, settings.sampleRate, name));

const index = () =>
  z
    .object({
      files: z.array(
        z.object({
          file: z.string(),
          librosa_vqt_max_difference_over_peak: z.number().optional(),
          librosa_vqt_l2_difference: z.number().optional(),
        }),
      ),
    })
    .parse(JSON.parse(new TextDecoder().decode(read('INDEX.json'))));

/** librosa's own distance from the exact transform, by the README of the arrays: the greatest, and of an octave. */
const recursion = { overPeak: 0.107, relative: 0.064 };

describe.skipIf(absent)('reference arrays beside the repository (skipped where they are not)', () => {
  describe.each(signals)('%s', (signal) => {
    it.each([
      [16_000, 400, 252, '36x7-hop400'],
      [22_050, 512, 252, '36x7-hop512'],
      [22_050, 512, 288, '36x8-hop512'],
    ] as const)(
      'VQT at %i Hz, hop %i, %i bins: exact, and as far from librosa as the exact one is',
      (rate, hop, bins, name) => {
        const settings = librosa(rate, hop, bins);
        expect(compare(signal, settings, `vqtfull${name}`).overPeak).toBeLessThan(2e-5);
        // How far librosa is from the exact transform is listed with the arrays, relative to the exact one: here to ours.
        const { overPeak, relative } = difference(array(signal, rate, `vqt${name}`), picture(signal, settings));
        const file = `${signal}-${rate}-vqtfull${name}.npy`;
        const listed = index().files.find((entry) => entry.file === file);
        expect(Math.abs(overPeak - (listed?.librosa_vqt_max_difference_over_peak ?? Number.NaN))).toBeLessThan(2e-5);
        expect(Math.abs(relative - (listed?.librosa_vqt_l2_difference ?? Number.NaN))).toBeLessThan(2e-5);
      },
    );

    it('complex VQT of Riou et al., phase included', () => {
      expect(compare(signal, riou, 'vqtdirect36x8-hop320').overPeak).toBeLessThan(2e-5);
    });

    it.each([
      [16_000, 84],
      [22_050, 96],
    ] as const)('CQT at %i Hz, %i bins, against librosa', (rate, bins) => {
      const [made, expected] = [picture(signal, librosa(rate, 512, bins, 12)), array(signal, rate, 'cqt12-hop512')];
      expect(difference(made, expected).overPeak).toBeLessThan(recursion.overPeak);
      const octave = (12 * expected.length) / bins;
      const energy = (x: Float32Array): number => x.reduce((sum, value) => sum + value * value, 0);
      for (let from = 0; from < expected.length; from += octave) {
        const part = expected.subarray(from, from + octave);
        // Where a signal has next to nothing, librosa's resampler has the word.
        if (energy(part) < 1e-3 * energy(expected)) continue;
        const { relative } = difference(made.subarray(from, from + octave), part);
        expect(relative, `octave ${from / octave}`).toBeLessThan(recursion.relative);
      }
    });

    it.each([16_000, 22_050])('mel spectrogram at %i Hz', (sampleRate) => {
      const layout = { sampleRate, fftSize: 2048, bins: 128, fmin: 0, fmax: sampleRate / 2 } as const;
      const settings = {
        ...layout,
        scale: 'slaney',
        norm: 'slaney',
        hop: 512,
        padding: 'constant',
        of: 'power',
      } as const;
      const { data } = createMelTransform(settings).run(readPcm(read(`${signal}-${sampleRate}.wav`)));
      const { overPeak } = difference(data, array(signal, sampleRate, 'mel128-hop512'));
      expect(overPeak).toBeLessThan(1e-6);
    });
  });

  it.each([
    [16_000, 400, 252, '36x7-hop400'],
    [22_050, 512, 252, '36x7-hop512'],
    [22_050, 512, 288, '36x8-hop512'],
  ] as const)('phase of librosa at %i Hz, hop %i, %i bins', (rate, hop, bins, name) => {
    const settings: BandSettings = { ...librosa(rate, hop, bins), output: 'complex' };
    const { relative } = compare('chirp', settings, `vqtcomplex${name}`);
    // librosa's own recursion accounts for 0.06; a wrong sign of the phase would make it more than 1.
    expect(relative).toBeLessThan(0.1);
  });
});
