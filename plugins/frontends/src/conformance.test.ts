import { checkFrontend } from '@sid/testkit';
import { cqt } from './cqt.ts';
import { mel } from './mel.ts';
import { vqt } from './vqt.ts';

checkFrontend(vqt, { gain: 'linear' });
checkFrontend(vqt, { title: 'vqt complex', options: { output: 'complex' } });
checkFrontend(vqt, { title: 'vqt power', options: { output: 'power', padding: 'reflect' }, gain: 'square' });
checkFrontend(vqt, { title: 'vqt db', options: { output: 'db' }, gain: { decibels: 'add', floor: -100 } });
checkFrontend(vqt, {
  title: 'vqt, normalised',
  options: { output: 'log-magnitude', normalisation: 'min-max', hop: 441 },
});
checkFrontend(vqt, { title: 'vqt riou-2025', options: vqt.presets['riou-2025'], gain: 'linear' });
checkFrontend(vqt, { title: 'vqt librosa', options: vqt.presets.librosa, gain: 'linear' });
checkFrontend(cqt, { gain: 'linear' });
checkFrontend(cqt, { title: 'cqt cheston-2025', options: cqt.presets['cheston-2025'], gain: 'linear' });
checkFrontend(mel, { gain: 'square' });
checkFrontend(mel, { title: 'mel magnitude', options: { output: 'magnitude', padding: 'none' }, gain: 'linear' });
checkFrontend(mel, {
  title: 'mel bhattacharjee-2025',
  options: mel.presets['bhattacharjee-2025'],
  gain: { decibels: 'add', floor: -100 },
});
checkFrontend(mel, {
  title: 'mel erdos-2024',
  options: mel.presets['erdos-2024'],
  gain: { decibels: 'add', floor: -100 },
});
