import { defineRetriever, type Match, type Retriever } from '@sid/core';
import { landmark, landmarkInvariant } from '@sid/plugin-landmark';
import { createFusion } from '@sid/runtime';
import { checkRetriever } from '@sid/testkit';
import { expect, it } from 'vitest';
import * as z from 'zod';

const calibration = { even: 0.4, slope: 12 };

checkRetriever(
  defineRetriever({
    name: 'fusion of both landmarks',
    summary: 'As a method of a configuration makes it.',
    revision: 1,
    options: z.strictObject({}),
    create: async () => {
      // What landmark gives by chance is measured against what the other tracks get, silent ones too.
      const opened = [
        landmark.create(landmark.options.parse({ minimumScore: 0.5 }), {}),
        landmarkInvariant.create(landmarkInvariant.options.parse({}), {}),
      ];
      return createFusion((await Promise.all(opened)).map((retriever) => ({ retriever, calibration })));
    },
  }),
);

it('asks members that look closely last, with the best places of the others', async () => {
  const place = { query: { from: 1, to: 2 }, reference: { from: 3, to: 4 }, score: 0.4 };
  const told: Match[] = Array.from({ length: 40 }, (_, i) => ({
    track: `${i}`,
    score: 0.4,
    where: Array(9).fill(place),
  }));
  const suggestions: (readonly Match[])[] = [];
  const open = async (query: Partial<Retriever>): Promise<Retriever> => ({
    ...(await landmark.create(landmark.options.parse({}), {})),
    ...query,
  });
  const close = await open({
    query: () => Promise.reject(new Error('asked without suggestions')),
    queryWith: async (_query, _limit, suggested) => {
      suggestions.push(suggested);
      return [];
    },
  });
  const fusion = createFusion([
    { retriever: close, calibration },
    { retriever: await open({ query: async () => told }), calibration },
  ]);
  expect((await fusion.query({ id: 'q', durationSeconds: 9, arrays: {} }, 5)).length).toBe(5);
  expect(suggestions.map((each) => [each.length, each[0]?.where.length])).toEqual([[30, 4]]);
});
