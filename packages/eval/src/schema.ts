import * as z from 'zod';

// Members that later versions add are dropped, not refused: files of this schema must load for ever.
const seconds = z.number();
const span = z.object({ from: seconds, to: seconds });
const interval = z.object({ from: seconds, to: seconds.exactOptional() });
const leftOut = z.object({ id: z.string(), reason: z.string(), file: z.string().exactOptional() });

const alignment = z.object({
  query: span,
  reference: span,
  score: z.number(),
  semitones: z.number().exactOptional(),
  tempoRatio: z.number().exactOptional(),
});

const match = z.object({ track: z.string(), score: z.number(), where: z.array(alignment) });

/** Form of `RESULTS/<dataset>/<method>/<run>.json`. */
export const resultSchema = z.object({
  schema: z.literal('sid.result/1'),
  method: z.string(),
  run: z.string(),
  config: z.unknown(),
  components: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      plugin: z.string(),
      revision: z.number(),
      options: z.unknown(),
    }),
  ),
  versions: z.record(z.string(), z.string()),
  dataset: z.object({ name: z.string(), version: z.string(), digest: z.string() }),
  seed: z.number(),
  scoreMeaning: z.string(),
  timings: z.object({
    referenceAudioSeconds: seconds,
    indexSeconds: seconds,
    decodeSeconds: seconds,
    querySeconds: z.array(seconds),
  }),
  size: z.object({ tracks: z.number(), bytes: z.number() }),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
  noise: z.number(),
  notes: z.array(z.string()).exactOptional(),
  leftOut: z.array(leftOut),
  rankings: z.array(z.object({ query: z.string(), matches: z.array(match) })),
});

const track = z.object({
  id: z.string(),
  role: z.enum(['reference', 'noise', 'query', 'negative']),
  durationSeconds: seconds,
  title: z.string().exactOptional(),
});

const relation = z.object({
  id: z.string(),
  query: z.string(),
  reference: z.string(),
  inQuery: z.array(interval),
  inReference: z.array(interval),
  semitones: z.number().exactOptional(),
  tempoRatio: z.number().exactOptional(),
  levelDb: z.number().exactOptional(),
  class: z.string().exactOptional(),
});

/** Form of `RESULTS/<dataset>/truth/<digest12>.json`. */
export const truthSchema = z.object({
  schema: z.literal('sid.truth/1'),
  dataset: z.object({
    name: z.string(),
    version: z.string(),
    licence: z.string(),
    citation: z.string(),
    generated: z.boolean(),
    description: z.string(),
  }),
  digest: z.string(),
  references: z.array(track),
  queries: z.array(track),
  relations: z.array(relation),
  leftOut: z.array(leftOut),
  notes: z.array(z.string()),
});
