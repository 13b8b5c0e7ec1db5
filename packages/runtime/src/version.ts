import { createRequire } from 'node:module';

interface Manifest {
  readonly version: string;
}

/** What was used, for the record: not part of a run's name. */
export const versions = (): Readonly<Record<string, string>> => {
  const manifest = createRequire(import.meta.url)('../package.json') as Manifest;
  return { sid: manifest.version, node: process.versions.node, platform: `${process.platform}-${process.arch}` };
};
