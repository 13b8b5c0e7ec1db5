import type { Alignment, Match, Matcher } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { alignment } from './alignment.ts';
import { hitField, type Planted } from './hit-field.test.fixture.ts';
import { max } from './simple-matchers.ts';

const matcher = async (options: unknown = {}): Promise<Matcher> => {
  const created = await alignment.create(alignment.options.parse(options), {});
  return created as Matcher;
};

const lengths = [100, 150, 80, 200, 120, 90, 160, 140, 110, 130];
const rank = async (planted: readonly Planted[], more: object = {}): Promise<readonly Match[]> => {
  const { query, hits } = hitField({ seed: 'field', querySeconds: 60, tracks: lengths, planted, ...more });
  return (await matcher()).rank(query, hits);
};

/** How far the line of a place is from the middle of a planted sample, in seconds of the reference. */
const error = (place: Alignment | undefined, { from, to, reference, tempoRatio = 1 }: Planted): number => {
  if (place === undefined) return Number.POSITIVE_INFINITY;
  const slope = (place.reference.to - place.reference.from) / (place.query.to - place.query.from);
  const middle = (from + to) / 2;
  const said = place.reference.from + slope * (middle - place.query.from);
  return Math.abs(said - (reference + tempoRatio * (middle - from)));
};

const touches = (place: Alignment, { from, to }: Planted): boolean => place.query.from < to && place.query.to > from;

describe('a planted sample', () => {
  const plain: Planted = { track: 3, from: 12, to: 36, reference: 50, height: 6 };

  it('comes first, at its place', async () => {
    const [first, second] = await rank([plain]);
    expect(first?.track).toBe('track-3');
    expect(first?.score).toBeGreaterThan(0.6);
    expect(second?.score).toBeLessThan(0.4);
    const [place] = first?.where ?? [];
    expect(error(place, plain)).toBeLessThan(1);
    // Windows of four seconds answer while half of them lies within.
    expect(Math.abs((place?.query.from ?? 99) - plain.from)).toBeLessThan(3);
    expect(Math.abs((place?.query.to ?? 99) - plain.to)).toBeLessThan(3);
  });

  it.each([0.7, 0.78, 0.9, 1, 1.12, 1.25, 1.4])('at tempo ratio %d is found with it', async (tempoRatio) => {
    const sample = { ...plain, tempoRatio, reference: 40 };
    const [first] = await rank([sample]);
    expect(first?.track).toBe('track-3');
    expect(error(first?.where[0], sample)).toBeLessThan(1.5);
    expect(Math.abs((first?.where[0]?.tempoRatio ?? 0) / tempoRatio - 1)).toBeLessThan(0.08);
  });

  // Since revision 2 the strongest window counts most, wherever its neighbours lie: 0.66 to 0.83 of the score is left
  // here (before, with whole sums of lines, less than 0.6), and at 1.6 to 2 times the speed nearly all.
  it('is worth less at 2.6 times the speed: what answers is not a line that music can be on', async () => {
    for (const seed of ['field', 'a', 'b', 'c', 'd']) {
      const fast = await rank([{ ...plain, tempoRatio: 2.6 }], { seed });
      const { score = 0 } = fast.find(({ track }) => track === 'track-3') ?? {};
      const [{ score: straight = 0 } = {}] = await rank([plain], { seed });
      expect(score).toBeLessThan(0.85 * straight);
    }
  });

  it('that is short and strong comes before a long line of mediocre windows', async () => {
    const long: Planted = { track: 5, from: 0, to: 60, reference: 10, height: 3.5 };
    const [first, second] = await rank([{ ...plain, from: 20, to: 23, height: 9 }, long]);
    expect(first?.track).toBe('track-3');
    expect(second?.track).toBe('track-5');
  });

  it('is found in one piece over a gap', async () => {
    const parts = [
      { ...plain, to: 22 },
      { ...plain, from: 26, reference: 64 },
    ];
    const [first] = await rank(parts);
    expect(first?.track).toBe('track-3');
    const [place] = first?.where ?? [];
    expect(parts.every((part) => place !== undefined && touches(place, part))).toBe(true);
    expect(error(place, plain)).toBeLessThan(1);
  });

  it('that is looped is found at every turn', async () => {
    const turns = [4, 16, 28, 40].map((from) => ({ track: 3, from, to: from + 12, reference: 70, height: 6 }));
    const [first] = await rank(turns);
    expect(first?.track).toBe('track-3');
    for (const turn of turns) {
      const place = first?.where.find((each) => error(each, turn) < 1);
      expect(place !== undefined && touches(place, turn)).toBe(true);
    }
  });

  it('in two places of the reference gives both', async () => {
    const samples = [plain, { ...plain, reference: 120 }];
    const [first] = await rank(samples);
    expect(first?.track).toBe('track-3');
    for (const sample of samples) expect(first?.where.some((place) => error(place, sample) < 1)).toBe(true);
  });

  it('that is chopped gives its pieces', async () => {
    const pieces = [
      { track: 3, from: 10, to: 18, reference: 90, height: 7 },
      { track: 3, from: 18, to: 26, reference: 30, height: 7 },
      { track: 3, from: 26, to: 34, reference: 140, height: 7 },
    ];
    const [first] = await rank(pieces);
    expect(first?.track).toBe('track-3');
    for (const piece of pieces) expect(first?.where.some((place) => error(place, piece) < 1.5)).toBe(true);
  });

  it('says by how much it was shifted, where stored windows say it', async () => {
    const shifts = [-2, -1, 0, 1, 2];
    const [first] = await rank([{ ...plain, semitones: -2 }], { shifts, tracks: lengths.slice(0, 5) });
    expect(first?.track).toBe('track-3');
    expect(first?.where[0]?.semitones).toBe(-2);
  });

  it('says nothing of semitones or tempo that it cannot know', async () => {
    const [first] = await rank([{ ...plain, from: 20, to: 23, height: 12 }]);
    expect(first?.track).toBe('track-3');
    expect(first?.where[0]).not.toHaveProperty('semitones');
    expect(first?.where[0]).not.toHaveProperty('tempoRatio');
  });
});

describe('scores', () => {
  it('are between 0 and 1, best first, as are places, and places lie within both recordings', async () => {
    const matches = await rank([
      { track: 3, from: 0, to: 60, reference: 0, height: 9 },
      { track: 5, from: 30, to: 60, reference: 48, height: 9, tempoRatio: 1.4 },
    ]);
    expect(matches.length).toBeGreaterThan(2);
    matches.forEach(({ track, score, where }, i) => {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
      expect(score).toBeLessThanOrEqual(matches[i - 1]?.score ?? 1);
      where.forEach((place, j) => {
        expect(place.score).toBeLessThanOrEqual(where[j - 1]?.score ?? 1);
        expect(place.query.from).toBeGreaterThanOrEqual(0);
        expect(place.query.to).toBeLessThanOrEqual(60);
        expect(place.reference.from).toBeGreaterThanOrEqual(0);
        expect(place.reference.to).toBeLessThanOrEqual((lengths[Number(track.slice(6))] ?? 0) + 1e-9);
        expect(place.query.from).toBeLessThanOrEqual(place.query.to);
        expect(place.reference.from).toBeLessThanOrEqual(place.reference.to);
      });
    });
  });

  it('do not change when cosines are compressed or spread', async () => {
    const sample: Planted = { track: 3, from: 12, to: 36, reference: 50, height: 6 };
    const [narrow] = await rank([sample], { floor: 0.95, spread: 0.004 });
    const [wide] = await rank([sample], { floor: 0.1, spread: 0.072 });
    expect(narrow?.score).toBeCloseTo(wide?.score ?? 0, 6);
  });

  it('of queries that sample nothing stay below those of queries that do', async () => {
    const created = await matcher();
    const best = (seed: number, planted: readonly Planted[]): number => {
      const { query, hits } = hitField({ seed, querySeconds: 40, tracks: lengths, planted });
      return created.rank(query, hits)[0]?.score ?? 0;
    };
    const seeds = Array.from({ length: 8 }, (_, i) => i);
    const nothing = Math.max(...seeds.map((seed) => best(seed, [])));
    const something = Math.min(
      ...seeds.map((seed) => best(seed, [{ track: seed, from: 10, to: 30, reference: 20, height: 7 }])),
    );
    expect(nothing).toBeLessThan(something);
    expect(nothing).toBeLessThan(0.5);
  });

  it('favour long tracks less than the best pair does', async () => {
    const [lines, pairs] = [await matcher(), (await max.create(max.options.parse({}), {})) as Matcher];
    const longAmong = (matches: readonly Match[]): number =>
      matches.slice(0, 4).filter(({ track }) => Number(track.slice(6)) % 2 === 0).length;
    let [ofLines, ofPairs] = [0, 0];
    for (let seed = 0; seed < 10; seed++) {
      const tracks = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 240 : 40));
      const { query, hits } = hitField({ seed: `length ${seed}`, querySeconds: 40, tracks });
      ofLines += longAmong(lines.rank(query, hits));
      ofPairs += longAmong(pairs.rank(query, hits));
    }
    // Six in seven windows are of long tracks; half of the tracks are long, so that 20 of 40 would be fair, and until
    // revision 2 no more than 28 were accepted. For that ln n of a track's own hits was taken off its score, which costs
    // more than it brings, since tracks that were sampled have more hits: .237 of mean average precision against .425
    // (docs/explanation/accuracy-log.md).
    expect(ofLines).toBeLessThan(ofPairs);
    expect(ofLines).toBeLessThanOrEqual(32);
  });
});

describe('odd input', () => {
  const span = (track: string, from: number) => ({ track, from, to: from + 4 });

  it('without hits matches nothing', async () => {
    const created = await matcher();
    expect(created.rank([], [])).toEqual([]);
    expect(created.rank([span('q', 0)], [[]])).toEqual([]);
  });

  it('of one window is ranked by its scores', async () => {
    const hits = ['a', 'b', 'c', 'd', 'e', 'f'].map((track, i) => ({ span: span(track, i), score: 0.9 - i / 20 }));
    const matches = (await matcher()).rank([span('q', 0)], [hits]);
    expect(matches.map(({ track }) => track)).toEqual(['a', 'b', 'c']);
  });

  it('of equal scores, perfect ones too, gives finite scores', async () => {
    const hits = Array.from({ length: 5 }, (_, i) => ['a', 'b'].map((track) => ({ span: span(track, i), score: 1 })));
    const query = Array.from({ length: 5 }, (_, i) => span('q', i));
    for (const { score } of (await matcher()).rank(query, hits)) expect(Number.isFinite(score)).toBe(true);
  });

  it('shows as many places as asked for', async () => {
    const turns = [4, 16, 28, 40].map((from) => ({ track: 3, from, to: from + 12, reference: 70, height: 6 }));
    const { query, hits } = hitField({ seed: 'field', querySeconds: 60, tracks: lengths, planted: turns });
    expect((await matcher({ places: 2 })).rank(query, hits)[0]?.where.length).toBe(2);
  });
});
