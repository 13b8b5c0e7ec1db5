import { type Component, canonicalJson, type Multitrack, SidError, type SongSource } from '@sid/core';
import { beforeAll, describe, expect, it } from 'vitest';

export interface SongsCheck {
  /** Parsed by the component's own schema, as the runtime does. */
  readonly options?: unknown;
  /** What fills the component's needs, by the names it uses. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** What the tests are listed under; the component's name where absent. */
  readonly title?: string;
  /** 16,000 Hz where absent. */
  readonly sampleRate?: number;
}

/** Registers the tests that every source of songs has to pass: `checkSongs(generated)` at the top level of a test file. */
export const checkSongs = (component: Component<'songs'>, check: SongsCheck = {}): void => {
  const { sampleRate = 16_000 } = check;
  const open = (): Promise<SongSource> =>
    component.create(component.options.parse(check.options ?? {}), check.given ?? {});
  let source: SongSource;
  let ids: readonly string[];
  let song: Multitrack;

  describe(`songs ${check.title ?? component.name}`, () => {
    beforeAll(async () => {
      source = await open();
      ids = await source.list();
      song = await source.read(ids[0] ?? '', sampleRate);
    });

    it('lists the same songs again, in any instance, each once', async () => {
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
      expect(await source.list()).toEqual(ids);
      expect(await (await open()).list()).toEqual(ids);
    });

    it('has an identity that can be part of a key, the same in any instance', async () => {
      expect(canonicalJson((await open()).identity)).toBe(canonicalJson(source.identity));
    });

    it('gives two stems or more of one rate and length, with names of their own', () => {
      expect(song.id).toBe(ids[0]);
      expect(song.stems.length).toBeGreaterThanOrEqual(2);
      expect(new Set(song.stems.map(({ id }) => id)).size).toBe(song.stems.length);
      for (const stem of song.stems) {
        expect(stem.sampleRate).toBe(sampleRate);
        expect(stem.samples.length).toBe(song.stems[0]?.samples.length);
      }
    });

    it('gives numbers that sound, without clipping much', () => {
      for (const { samples } of song.stems) {
        expect(samples.every(Number.isFinite)).toBe(true);
        expect(samples.every((x) => Math.abs(x) <= 4)).toBe(true);
      }
      expect(song.stems.some(({ samples }) => samples.some((x) => Math.abs(x) > 1e-3))).toBe(true);
    });

    it('gives the same song again, in any instance', async () => {
      expect(await (await open()).read(ids[0] ?? '', sampleRate)).toEqual(song);
    });

    it('gives it at another rate, equally long', async () => {
      const other = await source.read(ids[0] ?? '', 11_025);
      const seconds = (given: Multitrack): number =>
        (given.stems[0]?.samples.length ?? 0) / (given.stems[0]?.sampleRate ?? 1);
      expect(other.stems.map(({ id }) => id)).toEqual(song.stems.map(({ id }) => id));
      expect(Math.abs(seconds(other) - seconds(song))).toBeLessThan(0.05);
    });

    it('refuses a song that it does not have', async () => {
      await expect(source.read('no such song', sampleRate)).rejects.toThrow(SidError);
    });
  });
};
