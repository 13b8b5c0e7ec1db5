import * as z from 'zod';

const rootMissing =
  'samplepairs needs "root": a folder with pairs.csv (pair_id, query_file, reference_file) and, below noise, songs that ' +
  'nothing samples. The published list is not part of sid; docs/reference/datasets.md describes the format';

export const samplepairsOptions = z.strictObject({
  root: z.string({ error: rootMissing }).min(1, { error: rootMissing }).describe('Folder of the collection.'),
  pairs: z
    .string()
    .min(1)
    .default('pairs.csv')
    .describe('CSV file of the pairs, read against root. The paths in it are read from the folder of the file.'),
  noise: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of references that nothing samples, with all folders below it. Without it, root/noise if there.'),
  noiseList: z
    .string()
    .min(1)
    .optional()
    .describe('Text file with one noise track per line, by path or MTG-Jamendo number. Without it, the whole folder.'),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .default('samplepairs')
    .describe('Name in results.'),
  licence: z.string().min(1).optional().describe('Licence of the list and the recordings, for the leaderboard.'),
  citation: z.string().min(1).optional().describe('Citation, for the leaderboard.'),
});
