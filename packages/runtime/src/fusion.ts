import type { Analysis, Audio, IndexSize, Match, Numbers, Retriever, Side } from '@sid/core';
import { resample } from '@sid/dsp';
import { createFrameReader, framed, framedBytes } from './frames.ts';
import { type Calibration, fuseMatches } from './fused-matches.ts';

/** Raised when equal answers of the members give another answer: part of the name of stored results. */
export const fusionRevision = 3;

/** One of the retrievers that a fusion asks. */
export interface FusionMember {
  readonly retriever: Retriever;
  readonly calibration: Calibration;
}

/** The analyses of one recording by all members as one: arrays are named after their member's position. */
export const joinAnalyses = (analyses: readonly Analysis[]): Analysis => {
  const arrays: Record<string, Numbers> = {};
  for (const [member, analysis] of analyses.entries())
    for (const [name, values] of Object.entries(analysis.arrays)) arrays[`${member}.${name}`] = values;
  const { id = '', durationSeconds = 0 } = analyses[0] ?? {};
  return { id, durationSeconds, arrays };
};

/** What the member at a position put in. */
const partOf = ({ id, durationSeconds, arrays }: Analysis, member: number): Analysis => {
  const prefix = `${member}.`;
  const own = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return {
    id,
    durationSeconds,
    arrays: Object.fromEntries(own.map(([name, values]) => [name.slice(prefix.length), values])),
  };
};

const resampled = ({ id, sampleRate, samples }: Audio, rate: number): Audio => ({
  id,
  sampleRate: rate,
  samples: sampleRate === rate ? samples : resample(samples, sampleRate, rate),
});

/** Several retrievers as one: each listens, remembers and is asked; `fuseMatches` makes one answer of theirs. */
export const createFusion = (members: readonly FusionMember[]): Retriever => {
  const retrievers = members.map(({ retriever }) => retriever);
  const judges = members.map(({ retriever, calibration }) => ({
    ...calibration,
    closely: retriever.queryWith !== undefined,
  }));
  const sampleRate = Math.max(...retrievers.map((each) => each.sampleRate));
  const notes = [...new Set(retrievers.flatMap((each) => each.notes ?? []))];
  const each = async <T>(use: (retriever: Retriever, member: number) => Promise<T>): Promise<readonly T[]> => {
    const results: T[] = [];
    for (const [member, retriever] of retrievers.entries()) results.push(await use(retriever, member));
    return results;
  };
  // Those that look closely at what others suggest come after the others.
  const inTurn = retrievers
    .map((retriever, member) => ({ retriever, member }))
    .sort((a, b) => Number(a.retriever.queryWith !== undefined) - Number(b.retriever.queryWith !== undefined));
  const refine = async (analysis: Analysis, side: Side): Promise<Analysis> =>
    joinAnalyses(
      await each(async (retriever, member) => {
        const own = partOf(analysis, member);
        return retriever.refine === undefined ? own : retriever.refine(own, side);
      }),
    );
  return {
    sampleRate,
    scoreMeaning:
      'How likely the match is right by the calibration of the members, from 0 to 1; a member that agrees on the place adds to the one that is surest.',
    ...(notes.length === 0 ? {} : { notes }),
    analysisOptions: retrievers.map(({ analysisOptions }) => analysisOptions ?? null),
    refineOptions: (side) => retrievers.map((retriever) => retriever.refineOptions?.(side) ?? null),
    searchIdentity: retrievers.map(({ searchIdentity }) => searchIdentity ?? null),
    analyse: async (audio, side) =>
      joinAnalyses(await each((retriever) => retriever.analyse(resampled(audio, retriever.sampleRate), side))),
    ...(retrievers.some((retriever) => retriever.refine !== undefined) ? { refine } : {}),
    add: async (reference) => {
      await each((retriever, member) => retriever.add(partOf(reference, member)));
    },
    remove: async (track) => {
      const removed = await each((retriever) => retriever.remove(track));
      return removed.includes(true);
    },
    query: async (query, limit) => {
      // A member's tenth may be the first of all, so that none is asked for the few that are wanted only.
      const most = Math.max(limit, leastAsked);
      const answers: (readonly Match[])[] = retrievers.map(() => []);
      for (const { retriever, member } of inTurn) {
        const part = partOf(query, member);
        answers[member] =
          retriever.queryWith === undefined
            ? await retriever.query(part, most)
            : await retriever.queryWith(part, most, answers.flatMap(suggestionsOf));
      }
      return fuseMatches(answers, judges, limit);
    },
    get size(): IndexSize {
      const sizes = retrievers.map(({ size }) => size);
      return {
        tracks: Math.max(0, ...sizes.map(({ tracks }) => tracks)),
        bytes: sizes.reduce((sum, { bytes }) => sum + framedBytes(bytes), 0),
      };
    },
    async *save() {
      for (const retriever of retrievers) yield* framed(retriever.save());
    },
    load: async (chunks) => {
      const reader = createFrameReader(chunks);
      const held: Uint8Array[][] = [];
      try {
        for (const retriever of retrievers) {
          held.push(await collected(retriever.save()));
          await retriever.load(reader.next());
        }
        await reader.end();
      } catch (error) {
        // All or none: members that were loaded already go back to what they held.
        for (const [member, chunksHeld] of held.entries()) await retrievers[member]?.load(streamed(chunksHeld));
        throw error;
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const retriever of retrievers) await retriever[Symbol.asyncDispose]();
    },
  };
};

const collected = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk.slice());
  return all;
};

async function* streamed(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** Tracks of each member, and places of each, that others look at. */
const suggestedTracks = 30;
const suggestedPlaces = 4;

const suggestionsOf = (matches: readonly Match[]): readonly Match[] =>
  matches.slice(0, suggestedTracks).map((match) => ({ ...match, where: match.where.slice(0, suggestedPlaces) }));

/** Matches that each member is asked for at least. */
const leastAsked = 100;
