import type { SongSource } from '@sid/core';
import { mixInto } from '@sid/effects';
import { checkSongs } from '@sid/testkit';
import { describe, expect, it } from 'vitest';
import { optionsSchema } from '../dataset/options.ts';
import { generatedSources } from '../dataset/plan.ts';
import { masterStems, mixDown } from '../song/master.ts';
import { composeSong } from '../song/render.ts';
import { generated } from './generated.ts';

checkSongs(generated, { options: { count: 3, seconds: [8, 10] } });

const open = (options: object) => generated.create(generated.options.parse(options), {});

checkSongs(generated, { title: 'generated, varied', options: { count: 3, seconds: [8, 10], variety: 1 } });

describe('generated songs', () => {
  it('vary where asked, and only there', async () => {
    const ids = ['00001', '00002', '00003', '00004'];
    const firsts = async (source: SongSource): Promise<(Float32Array | undefined)[]> => {
      const songs = await Promise.all(ids.map((id) => source.read(id, 4000)));
      return songs.map(({ stems }) => stems[0]?.samples);
    };
    const [plain, some, all] = [0, 0.5, 1].map((variety) => open({ count: 4, seconds: [5, 5], variety }));
    if (plain === undefined || some === undefined || all === undefined) return;
    const known = await firsts(await plain);
    const changed = async (source: SongSource): Promise<number> =>
      (await firsts(source)).filter((samples, i) => samples?.some((x, k) => x !== known[i]?.[k])).length;
    expect(await changed(await all)).toBe(4);
    const half = await changed(await some);
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(4);
    expect((await plain).identity).not.toHaveProperty('variety');
    expect((await some).identity).toHaveProperty('variety', 0.5);
  });

  it('are those of a smaller count, and more', async () => {
    const [few, many] = [await open({ count: 2, seconds: [8, 8] }), await open({ count: 20, seconds: [8, 8] })];
    expect(few.identity).toEqual(many.identity);
    expect((await many.list()).slice(0, 2)).toEqual(await few.list());
    expect(await many.read('00002', 16_000)).toEqual(await few.read('00002', 16_000));
    await expect(few.read('00003', 16_000)).rejects.toThrow(/numbered from 1 to 2/);
  });

  it('are of the genres asked for', async () => {
    const source = await open({ count: 1, seconds: [8, 8], genres: ['house'] });
    expect((await source.read('00001', 8000)).stems.length).toBeGreaterThan(1);
  });

  it('cannot be those of the generated benchmark, whose seeds begin with a number', () => {
    const { references, noise, unheard } = generatedSources(0, optionsSchema.parse({}));
    for (const { song } of [...references, ...noise, ...unheard]) expect(song?.seed).toMatch(/^\d/);
    expect(generated.options.safeParse({ seed: '0' }).success).toBe(false);
    expect(generated.options.safeParse({ seconds: [9, 8] }).success).toBe(false);
  });
});

describe('mastered stems', () => {
  it.each(['a', 'b', 'c', 'd'])('add up to the mastered mix without its hiss: %s', (seed) => {
    const composed = composeSong(seed, { seconds: 8 });
    const { hissDb: _, ...master } = composed.master;
    const song = { ...composed, master };
    const sum = new Float32Array(mixDown(song).length);
    for (const { samples } of masterStems(song)) mixInto(sum, samples);
    const mix = mixDown(song);
    expect(sum.findIndex((x, i) => Math.abs(x - (mix[i] ?? 0)) > 1e-4)).toBe(-1);
  });
});
