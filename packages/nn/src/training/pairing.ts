import { SidError, type View } from '@sid/core';

export interface MiningOptions {
  /** Negatives of each query; 3. */
  readonly negatives?: number;
  /**
   * `faithful`: as the published code does it. It leaves out the most similar row, which is the query itself, but not
   * its positive; and it lists the queries over and over while it lists the negatives query by query, so that most
   * pairs are not those that were chosen. `fixed`: neither.
   */
  readonly mining?: 'fixed' | 'faithful';
}

/** Rows of a batch, two by two: the positives, then the negatives. */
export interface Pairs {
  readonly query: readonly number[];
  readonly reference: readonly number[];
  /** 1 where both hold the same song. */
  readonly labels: readonly number[];
}

const share = (a: View | undefined, b: View | undefined): boolean =>
  a?.songs.some((song) => b?.songs.includes(song) === true) === true;

const dot = (data: Float32Array, dims: number, a: number, b: number): number => {
  let sum = 0;
  for (let i = 0; i < dims; i++) sum += (data[a * dims + i] ?? 0) * (data[b * dims + i] ?? 0);
  return sum;
};

/**
 * What a re-ranker learns from (Bhattacharjee et al. 2025): every query with its reference, and with the rows of the
 * batch, of either side, that are most like it by the vectors of the encoder.
 *
 * @param vectors - unit rows, `[views.length, dims]`
 * @throws SidError SID_BATCH_UNFIT where a query has no reference, or too few other rows
 */
export const pairsOf = (vectors: Float32Array, views: readonly View[], options: MiningOptions = {}): Pairs => {
  const { negatives: count = 3, mining = 'fixed' } = options;
  const dims = vectors.length / Math.max(1, views.length);
  const rows = views.map((_, row) => row);
  const queries = rows.filter((row) => views[row]?.side === 'query');
  const fail = (reason: string): never => {
    throw new SidError('SID_BATCH_UNFIT', `A re-ranker cannot be trained on this batch: ${reason}.`);
  };
  if (queries.length === 0) fail('it has no queries');
  const positives = queries.map((query) => {
    const found = rows.find((row) => views[row]?.side === 'reference' && share(views[query], views[row]));
    return found ?? fail(`row ${query}, a query, has no reference that shares its song`);
  });
  const hardest = queries.map((query) => {
    const similarity = new Map(rows.map((row) => [row, dot(vectors, dims, query, row)]));
    const ranked = [...rows].sort((a, b) => (similarity.get(b) ?? 0) - (similarity.get(a) ?? 0));
    const others = mining === 'faithful' ? ranked.slice(1) : ranked.filter((row) => !share(views[query], views[row]));
    if (others.length < count) fail(`row ${query} has ${others.length} negatives, and ${count} are asked for`);
    return others.slice(0, count);
  });
  const anchors =
    mining === 'faithful'
      ? Array.from({ length: count }, () => queries).flat()
      : queries.flatMap((query) => Array.from({ length: count }, () => query));
  return {
    query: [...queries, ...anchors],
    reference: [...positives, ...hardest.flat()],
    labels: [...queries.map(() => 1), ...anchors.map(() => 0)],
  };
};
