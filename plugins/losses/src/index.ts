import { definePlugin } from '@sid/core';
import { multiPositive } from './multi-positive.ts';
import { ntXent } from './nt-xent.ts';
import { triplet } from './triplet.ts';
import { tripletClassification } from './triplet-classification.ts';

export default definePlugin({
  name: '@sid/plugin-losses',
  api: 1,
  components: [tripletClassification, ntXent, multiPositive, triplet],
});
