import { defineRetriever } from '@sid/core';
import { landmark, landmarkInvariant } from '@sid/plugin-landmark';
import { createFusion } from '@sid/runtime';
import { checkRetriever } from '@sid/testkit';
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
