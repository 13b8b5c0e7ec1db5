import { createHash } from 'node:crypto';
import type { Use } from './uses.ts';

const commit = '08550059ab14d956850e541665aef353c8789919';
const extendedCommit = 'eaabac8af8602373cbf707feed66e7327ac6c924';

/** Facts about the published data set: no line of it is part of this package. */
export const origin = {
  repository: 'https://github.com/jvbalen/sample_100',
  source: `https://raw.githubusercontent.com/jvbalen/sample_100/${commit}`,
  version: `2.0 (commit ${commit.slice(0, 7)})`,
  licence: 'GPL-3.0 (metadata); the recordings are commercial and not distributed',
  citation:
    'J. Van Balen, J. Serrà, M. Haro: Automatic Identification of Samples in Hip Hop Music. Int. Symp. on Computer Music Modeling and Retrieval (CMMR), London 2012.',
  files: [
    { path: 'samples.csv', sha256: '679c5d119bee3fea71b975698df42075744cc507b2577496eccd7f9fc2420b43' },
    { path: 'tracks.csv', sha256: '8fa9a1c88296870cd3f77bc8a650a7cfdc0ed767622387943b2b257135cb9781' },
  ],
} as const;

/** Sample100-ext. The same files are under MIT in the authors' review repository. */
export const extended = {
  repository: 'https://github.com/chymaera96/NeuralSampleID',
  source: `https://raw.githubusercontent.com/chymaera96/NeuralSampleID/${extendedCommit}`,
  licence: 'GPL-3.0',
  citation:
    'A. Bhattacharjee, I. Meresman Higgs, M. Sandler, E. Benetos: Refining Music Sample Identification with a Self-Supervised Graph Neural Network. ISMIR 2025.',
  files: [
    {
      path: 'data/annotations_full.json',
      sha256: 'dd7a1684b17c5ecef6e2d687ffcc06665e5fb6182f30463c70bad6806a690a6d',
    },
    {
      path: 'sample100-ext/samples.csv',
      sha256: '1047a4ec9520733ed6649685fe7cde731da342eab365c5720e78ca96f67d4dde',
    },
  ],
} as const;

/** The relation that samples.csv lost after 2011: T178 samples T177. Its times were not published. */
export const removedUse: Use = { id: 'S102', reference: 'T177', query: 'T178' };

/** How many references that nothing samples the published evaluations add. The list is in the thesis only. */
export const publishedNoise = 320;

const publishedRelations = 'a6af465551786d8113bea9adc0e5e7f837b158d5273de0f802385fdd7e28e6c5';

/** SHA-256 over the relations, whatever the encoding or the order of the rows of the file they came from. */
export const relationsDigest = (uses: readonly Use[]): string =>
  createHash('sha256')
    .update(
      uses
        .map((use) => [use.id, use.reference, use.query, use.inReference, use.inQuery].join(','))
        .sort()
        .join('\n'),
    )
    .digest('hex');

/** Whether these are Sample100's relations, with S102 or without, and not those of another collection in its format. */
export const isPublished = (uses: readonly Use[]): boolean =>
  relationsDigest(uses.filter(({ id }) => id !== removedUse.id)) === publishedRelations;
