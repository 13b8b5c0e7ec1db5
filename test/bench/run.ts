// Performance figures as JSON: npm run bench [-- SECTION…]. Take ratios within one run, on a machine that does nothing else.
import { cpus } from 'node:os';
import { benchDecode, benchFft, benchResample } from './audio.ts';
import { benchEmbed } from './embed.ts';
import { benchEncoders } from './encoders.ts';
import { benchFrontends } from './frontends.ts';
import { benchAlignment, benchFlat, benchHnsw } from './indexers.ts';
import { benchPairings, benchSeparate, benchStretch } from './pairings.ts';
import { benchRetrievers } from './retrievers.ts';
import { benchTraining } from './training.ts';
import { benchTwins } from './twins.ts';

const sections: Readonly<Record<string, () => Promise<unknown>>> = {
  fft: benchFft,
  resample: benchResample,
  decode: benchDecode,
  retrievers: () => benchRetrievers(),
  frontends: () => benchFrontends(),
  encoders: () => benchEncoders(),
  embed: () => benchEmbed(),
  flat: () => benchFlat(),
  hnsw: () => benchHnsw(),
  alignment: benchAlignment,
  stretch: () => benchStretch(),
  separate: async () => ({ millisecondsPerMinute: await benchSeparate() }),
  pairings: () => benchPairings(),
  twins: () => benchTwins(),
  training: () => benchTraining(),
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in sections));
if (unknown !== undefined) {
  console.error(`There is no section "${unknown}". Known: ${Object.keys(sections).join(', ')}.`);
  process.exit(2);
}
const figures: Record<string, unknown> = {
  machine: { cpu: cpus()[0]?.model.trim(), cores: cpus().length, node: process.versions.node },
};
for (const [name, bench] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`${name} …`);
  figures[name] = await bench();
}
console.log(JSON.stringify(figures, null, 1));
