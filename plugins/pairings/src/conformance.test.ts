import { checkPairing } from '@sid/testkit';
import { artificialMix } from './artificial-mix.ts';
import { degradedCopy } from './degraded-copy.ts';
import { bandFrontend, melFrontend } from './frontends.test.fixture.ts';
import { producer } from './producer.ts';
import { stemSubset } from './stem-subset.ts';
import { twoView } from './two-view.ts';

const band = { frontend: bandFrontend() };
const mel = { frontend: melFrontend() };

checkPairing(stemSubset, { ...mel, windowFrames: 250, title: 'stem-subset' });
checkPairing(stemSubset, {
  ...band,
  windowFrames: 200,
  title: 'stem-subset cheston-2025',
  options: stemSubset.presets['cheston-2025'],
});
checkPairing(twoView, { ...mel, windowFrames: 200 });
checkPairing(twoView, {
  ...band,
  windowFrames: 180,
  title: 'two-view bhattacharjee-2025',
  options: twoView.presets['bhattacharjee-2025'],
});
checkPairing(degradedCopy, { ...mel, windowFrames: 430 });
checkPairing(degradedCopy, {
  ...mel,
  windowFrames: 200,
  title: 'degraded-copy erdos-2024',
  options: degradedCopy.presets['erdos-2024'],
});
for (const [name, options] of Object.entries(artificialMix.presets))
  checkPairing(artificialMix, { ...band, windowFrames: 256, title: `artificial-mix ${name}`, options });
checkPairing(producer, { ...band, windowFrames: 200 });
checkPairing(producer, {
  ...band,
  windowFrames: 200,
  title: 'producer, alone',
  options: { alone: 1, subset: 1, change: 1 },
});
