import * as z from 'zod';

const rootMissing =
  'sample100 needs "root": a folder with samples.csv, tracks.csv and audio/<track_id>.<extension>. ' +
  '"sid datasets get sample100 --root FOLDER" fetches the two tables; the recordings are yours to supply';

export const sample100Options = z
  .strictObject({
    root: z
      .string({ error: rootMissing })
      .min(1, { error: rootMissing })
      .describe(
        'Folder of the collection: samples.csv and tracks.csv in it or in its folder metadata, sound in audio.',
      ),
    queries: z
      .union([z.literal(75), z.literal(76)])
      .default(75)
      .describe('75: the relations of samples.csv. 76: with S102 (T178 samples T177), as in the papers of 2011–2013.'),
    annotations: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Folder of the extended annotations (Sample100-ext): every occurrence, tempo ratios, corrected labels.',
      ),
    shortQueries: z
      .number()
      .positive()
      .optional()
      .describe('Seconds. Each annotated presence at least this long is a query of its own. Needs annotations.'),
    interpolation: z
      .enum(['all', 'exclude', 'only'])
      .default('all')
      .describe('Relations labelled yes, probably or maybe re-recorded: evaluated too, left out, or evaluated alone.'),
    classes: z
      .enum(['auto', 'sample_type', 'interpolation'])
      .default('auto')
      .describe(
        'What results are broken down by. auto: the label of manifest.csv where there is one, else sample_type.',
      ),
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/)
      .default('sample100')
      .describe("Name in results. Choose another for a collection of your own in Sample100's format."),
    licence: z.string().min(1).optional().describe('Licence of a collection of your own, for the leaderboard.'),
    citation: z.string().min(1).optional().describe('Citation of a collection of your own, for the leaderboard.'),
    source: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Address of a folder to fetch samples.csv and tracks.csv from, instead of the public repository.'),
    annotationsSource: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('Address of a folder to fetch the extended annotations from, instead of the public repository.'),
  })
  .refine((options) => options.shortQueries === undefined || options.annotations !== undefined, {
    path: ['shortQueries'],
    error: 'shortQueries needs annotations: the lengths of occurrences are only in the extended annotations',
  });

export type Sample100Options = z.output<typeof sample100Options>;
