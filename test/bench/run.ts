// Performance figures as JSON: npm run bench [-- SECTION…]. Take ratios within one run, on a machine that does nothing else.
import { cpus } from 'node:os';

/** Each section loads what it measures and nothing else: memory is measured, too. */
const sections: Readonly<Record<string, () => Promise<unknown>>> = {
  fft: async () => (await import('./audio.ts')).benchFft(),
  resample: async () => (await import('./audio.ts')).benchResample(),
  decode: async () => (await import('./audio.ts')).benchDecode(),
  retrievers: async () => (await import('./retrievers.ts')).benchRetrievers(),
  frontends: async () => (await import('./frontends.ts')).benchFrontends(),
  encoders: async () => (await import('./encoders.ts')).benchEncoders(),
  embed: async () => (await import('./embed.ts')).benchEmbed(),
  flat: async () => (await import('./indexers.ts')).benchFlat(),
  hnsw: async () => (await import('./indexers.ts')).benchHnsw(),
  alignment: async () => (await import('./indexers.ts')).benchAlignment(),
  stretch: async () => (await import('./pairings.ts')).benchStretch(),
  separate: async () => ({ millisecondsPerMinute: await (await import('./pairings.ts')).benchSeparate() }),
  pairings: async () => (await import('./pairings.ts')).benchPairings(),
  twins: async () => (await import('./twins.ts')).benchTwins(),
  training: async () => (await import('./training.ts')).benchTraining(),
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
