import type { PartResult, PartsTask } from '@sid/nn';
import type { BackendSettings } from '../backends.ts';

/** What a replica is: crosses processes as JSON. */
export interface ReplicaSettings {
  readonly plugins: readonly { readonly url: string; readonly specifier: string }[];
  readonly encoder: { readonly name: string; readonly given: unknown };
  readonly backend: { readonly name: string; readonly settings: BackendSettings };
  readonly baseFolder: string;
}

/** What a replica is asked; it answers each with one frame. */
type Head =
  | { readonly kind: 'open'; readonly settings: ReplicaSettings }
  | {
      readonly kind: 'forward';
      readonly names: readonly string[];
      readonly seed: number | string;
      readonly count: number;
      readonly parts: readonly { readonly part: number; readonly rows: number }[];
    }
  | { readonly kind: 'backward' };

export interface Message {
  readonly head: Head;
  readonly arrays: readonly Float32Array[];
}

/** What a replica answers. */
export type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'results'; readonly parts: readonly PartNames[] }
  | {
      readonly kind: 'failed';
      readonly code?: string;
      readonly message: string;
      readonly suggestions: readonly string[];
    };

export interface Reply {
  readonly head: Answer;
  readonly arrays: readonly Float32Array[];
}

interface PartNames {
  readonly gradients: readonly string[];
  readonly statistics: readonly string[];
}

type Named = ReadonlyMap<string, Float32Array>;

export const forwardMessage = ({ weights, seed, count, parts }: PartsTask): Message => ({
  head: {
    kind: 'forward',
    names: [...weights.keys()],
    seed,
    count,
    parts: parts.map(({ part, rows }) => ({ part, rows })),
  },
  arrays: [...weights.values(), ...parts.map(({ input }) => input)],
});

const named = (names: readonly string[], arrays: readonly Float32Array[]): Named =>
  new Map(names.map((name, i) => [name, arrays[i] ?? new Float32Array(0)]));

export const taskOf = (
  { names, parts, ...rest }: Extract<Head, { kind: 'forward' }>,
  arrays: readonly Float32Array[],
): PartsTask => ({
  ...rest,
  weights: named(names, arrays),
  parts: parts.map((part, i) => ({ ...part, input: arrays[names.length + i] ?? new Float32Array(0) })),
});

export const resultsReply = (results: readonly PartResult[]): Reply => ({
  head: {
    kind: 'results',
    parts: results.map(({ gradients, statistics }) => ({
      gradients: [...gradients.keys()],
      statistics: [...statistics.keys()],
    })),
  },
  arrays: results.flatMap(({ gradients, statistics }) => [...gradients.values(), ...statistics.values()]),
});

export const resultsOf = (
  { parts }: Extract<Answer, { kind: 'results' }>,
  arrays: readonly Float32Array[],
): readonly PartResult[] => {
  let from = 0;
  const next = (names: readonly string[]): Named => {
    const found = named(names, arrays.slice(from));
    from += names.length;
    return found;
  };
  return parts.map(({ gradients, statistics }) => ({ gradients: next(gradients), statistics: next(statistics) }));
};
