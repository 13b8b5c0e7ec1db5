import { checkRetriever } from '@sid/testkit';
import { landmarkInvariant } from './invariant.ts';

checkRetriever(landmarkInvariant, { toleranceSeconds: 0.03 });
