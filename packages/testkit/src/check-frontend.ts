import type { Audio, Component, Frontend, Matrix } from '@sid/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { syntheticTrack } from './synthetic-track.ts';

export interface FrontendCheck {
  /** Parsed by the component's own schema, as the runtime does. */
  readonly options?: unknown;
  /** What fills the component's needs, by the names it uses. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** What the tests are listed under; the component's name where absent. */
  readonly title?: string;
  /** Length of the generated track in seconds; 6 where absent. */
  readonly seconds?: number;
  /** What a gain g does to the picture: nothing, a factor of g, of g², or g dB more where it is above `floor`. */
  readonly gain?: 'none' | 'linear' | 'square' | { readonly decibels: 'add'; readonly floor: number };
}

/**
 * Registers the tests that every frontend has to pass, on generated audio: `checkFrontend(vqt)` at the top level of a
 * test file is all.
 */
export const checkFrontend = (component: Component<'frontend'>, check: FrontendCheck = {}): void => {
  const { seconds = 6, gain } = check;
  const open = (): Promise<Frontend> =>
    component.create(component.options.parse(check.options ?? {}), check.given ?? {});
  let frontend: Frontend;
  let audio: Audio;
  let picture: Matrix;
  const normalised = (window: Matrix): Matrix => frontend.normalise?.(window) ?? window;
  const like = (samples: Float32Array): Audio => ({ id: 'variant', sampleRate: frontend.spec.sampleRate, samples });

  describe(`frontend ${check.title ?? component.name}`, () => {
    beforeAll(async () => {
      frontend = await open();
      audio = syntheticTrack(1, seconds, frontend.spec.sampleRate);
      picture = await frontend.extract(audio);
    });

    it('says what it makes, in numbers that cross threads', () => {
      const { sampleRate, bins, framesPerSecond } = frontend.spec;
      expect(Number.isInteger(sampleRate) && sampleRate > 0).toBe(true);
      expect(Number.isInteger(bins) && bins > 0).toBe(true);
      expect(framesPerSecond > 0 && Number.isFinite(framesPerSecond)).toBe(true);
      expect(structuredClone(frontend.spec)).toEqual(frontend.spec);
    });

    it('makes a full matrix with as many frames as it says', () => {
      expect(picture.data.length).toBe(picture.rows * picture.cols);
      expect(picture.rows).toBeGreaterThanOrEqual(frontend.spec.bins);
      // Without padding up to a frame's length is missing; no frame is longer than two seconds.
      const frames = seconds * frontend.spec.framesPerSecond;
      expect(picture.cols).toBeLessThanOrEqual(frames + 1);
      expect(picture.cols).toBeGreaterThan(frames - 2 * frontend.spec.framesPerSecond);
    });

    it('gives an encoder the rows it says, and leaves the picture as it was', () => {
      const before = picture.data.slice();
      const window = normalised(picture);
      expect([window.rows, window.cols]).toEqual([frontend.spec.bins, picture.cols]);
      expect(window.data.length).toBe(window.rows * window.cols);
      expect(picture.data).toEqual(before);
    });

    it('gives finite numbers, more than one of them', () => {
      for (const { data } of [picture, normalised(picture)]) {
        expect(data.every(Number.isFinite)).toBe(true);
        expect(new Set(data).size).toBeGreaterThan(1);
      }
    });

    it('gives the same again, in any instance, and leaves the audio alone', async () => {
      const before = audio.samples.slice();
      await frontend.extract(syntheticTrack(2, 1, frontend.spec.sampleRate));
      expect(await frontend.extract(audio)).toEqual(picture);
      expect(await (await open()).extract(audio)).toEqual(picture);
      expect(audio.samples).toEqual(before);
      expect(structuredClone(picture)).toEqual(picture);
    });

    it('tells one track from another', async () => {
      const other = await frontend.extract(syntheticTrack(2, seconds, frontend.spec.sampleRate));
      expect(other.data).not.toEqual(picture.data);
    });

    it('stands silence, clipping and next to no audio', async () => {
      const rate = frontend.spec.sampleRate;
      const square = Float32Array.from({ length: rate }, (_, n) => (n % 100 < 50 ? 1 : -1));
      for (const samples of [0, 1, 2, Math.round(rate / 100), 3 * rate]
        .map((length) => new Float32Array(length))
        .concat(square)) {
        const made = await frontend.extract(like(samples));
        expect(made.data.length).toBe(made.rows * made.cols);
        expect(made.rows).toBe(picture.rows);
        expect(made.data.every(Number.isFinite)).toBe(true);
        if (made.cols > 0) expect(normalised(made).data.every(Number.isFinite)).toBe(true);
      }
    });

    it('does not depend on what comes much later', async () => {
      const half = audio.samples.slice(0, audio.samples.length >> 1);
      const part = await frontend.extract(like(half));
      const settled = Math.max(0, Math.floor(part.cols - 2 * frontend.spec.framesPerSecond));
      expect(settled).toBeGreaterThan(0);
      const { least, greatest } = range(picture.data);
      let off = 0;
      for (let row = 0; row < part.rows; row++)
        for (let col = 0; col < settled; col++) {
          const a = part.data[row * part.cols + col] ?? Number.NaN;
          const b = picture.data[row * picture.cols + col] ?? Number.NaN;
          off = Math.max(off, Math.abs(a - b));
        }
      expect(off).toBeLessThanOrEqual(1e-5 * (greatest - least));
    });

    it('where it gives complex numbers, they have the magnitudes of its picture and add up as audio does', async () => {
      const whole = await frontend.complex?.(audio);
      if (whole === undefined) return;
      const other = syntheticTrack(2, seconds, frontend.spec.sampleRate);
      const added = await frontend.complex?.(like(audio.samples.map((x, i) => x + (other.samples[i] ?? 0))));
      const second = await frontend.complex?.(other);
      const { greatest } = range(picture.data);
      for (const part of ['real', 'imaginary'] as const) {
        expect([whole[part].rows, whole[part].cols]).toEqual([picture.rows, picture.cols]);
        const off = whole[part].data.findIndex((x, i) => {
          const sum = x + (second?.[part].data[i] ?? Number.NaN);
          return !(Math.abs(sum - (added?.[part].data[i] ?? Number.NaN)) <= 1e-5 * greatest);
        });
        expect(off).toBe(-1);
      }
      const wrong = picture.data.findIndex((value, i) => {
        const magnitude = Math.hypot(whole.real.data[i] ?? 0, whole.imaginary.data[i] ?? 0);
        return !(Math.abs(magnitude - value) <= 1e-5 * greatest);
      });
      expect(wrong).toBe(-1);
    });

    it.runIf(gain !== undefined)('answers to a gain as it says', async () => {
      // A power of two, so that nothing is rounded on the way in.
      const louder = (await frontend.extract(like(audio.samples.map((x) => x / 4)))).data;
      const { greatest } = range(picture.data);
      const wrong = picture.data.findIndex((value, i) => {
        const other = louder[i] ?? Number.NaN;
        if (gain === 'none') return Math.abs(other - value) > 1e-5 * greatest;
        if (gain === 'linear') return Math.abs(4 * other - value) > 1e-5 * greatest;
        if (gain === 'square') return Math.abs(16 * other - value) > 1e-5 * greatest;
        if (gain === undefined || other <= gain.floor + 0.01) return false;
        return Math.abs(other + 20 * Math.log10(4) - value) > 1e-3;
      });
      expect(wrong).toBe(-1);
    });
  });
};

const range = (data: Float32Array): { readonly least: number; readonly greatest: number } => ({
  least: data.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  greatest: data.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
});
