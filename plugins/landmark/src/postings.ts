import { type HashIndex, sortByHash } from './hash-index.ts';
import { type HitSums, mostOccurrences, type PostingRoom, roomForPostings } from './hit-sums.ts';
import type { Hashes } from './pairs.ts';

/** What the index holds of the hashes of several queries, in the room of the sums. */
export interface Postings {
  readonly room: PostingRoom;
  /** Per query: the first of its hashes in the room, how many there are, and the first of their places. */
  readonly parts: readonly { readonly first: number; readonly count: number; readonly place: number }[];
}

/** Places that are read at once: more take memory, fewer take time. */
const placesAtOnce = 2 ** 24;

/**
 * Reads what the index holds of all hashes that occur and are not too common, in order of hashes whichever query asks
 * for them: then the index is gone through from front to back, and a search waits for memory far less.
 *
 * @returns the queries in stretches that are small enough to be read at once
 */
export const inStretches = (index: HashIndex, queries: readonly Hashes[], commonest: number): readonly Lookup[] => {
  const found = lookUp(index, queries, commonest);
  const stretches: Lookup[] = [];
  let from = 0;
  let places = 0;
  for (let query = 0; query < queries.length; query++) {
    const more = found.placesOf[query] as number;
    if (query > from && places + more > placesAtOnce) {
      stretches.push({ ...found, from, to: query });
      from = query;
      places = 0;
    }
    places += more;
  }
  return [...stretches, { ...found, from, to: queries.length }];
};

/** Where in the index the hashes of the queries `from`…`to` are. */
export interface Lookup extends Found {
  readonly from: number;
  readonly to: number;
}

interface Found {
  count: number;
  /** Positions in the index, ascending. */
  readonly keys: Int32Array;
  readonly queries: Uint16Array;
  readonly frames: Int32Array;
  /** Per query. */
  readonly hashesOf: Int32Array;
  readonly placesOf: Float64Array;
}

const lookUp = (index: HashIndex, queries: readonly Hashes[], commonest: number): Found => {
  const total = queries.reduce((sum, { hashes }) => sum + hashes.length, 0);
  const hashes = new Uint32Array(total);
  const order = new Uint32Array(total);
  const owners = new Uint16Array(total);
  const frames = new Uint32Array(total);
  let at = 0;
  for (const [query, asked] of queries.entries()) {
    hashes.set(asked.hashes, at);
    frames.set(asked.frames.subarray(0, asked.hashes.length), at);
    owners.fill(query, at, at + asked.hashes.length);
    at += asked.hashes.length;
  }
  for (let n = 0; n < total; n++) order[n] = n;
  sortByHash(hashes, order);
  const found = {
    count: 0,
    keys: new Int32Array(total),
    queries: new Uint16Array(total),
    frames: new Int32Array(total),
    hashesOf: new Int32Array(queries.length),
    placesOf: new Float64Array(queries.length),
  };
  const asked = { hashes, order, owners, frames };
  let key = 0;
  for (let n = 0; n < total; n += chunk)
    key = lookUpSome(index, key, asked, n, Math.min(total, n + chunk), commonest, found);
  return found;
};

/** Loops are cut into pieces, each a call: what is called often is compiled for good, a long loop only for once. */
const chunk = 256;

interface Asked {
  readonly hashes: Uint32Array;
  readonly order: Uint32Array;
  readonly owners: Uint16Array;
  readonly frames: Uint32Array;
}

const lookUpSome = (
  index: HashIndex,
  from: number,
  { hashes, order, owners, frames }: Asked,
  first: number,
  end: number,
  commonest: number,
  found: Found,
): number => {
  let key = from;
  for (let n = first; n < end; n++) {
    const asked = order[n] as number;
    key = note(index, key, hashes[n] as number, owners[asked] as number, frames[asked] as number, commonest, found);
  }
  return key;
};

const note = (
  { keys, starts }: HashIndex,
  from: number,
  hash: number,
  query: number,
  frame: number,
  commonest: number,
  found: Found,
): number => {
  let key = from;
  while (key < keys.length && (keys[key] as number) < hash) key++;
  if (key === keys.length || keys[key] !== hash) return key;
  const occurrences = (starts[key + 1] as number) - (starts[key] as number);
  if (occurrences > commonest) return key;
  const n = found.count++;
  found.keys[n] = key;
  found.queries[n] = query;
  found.frames[n] = frame;
  found.hashesOf[query] = (found.hashesOf[query] as number) + 1;
  found.placesOf[query] = (found.placesOf[query] as number) + occurrences;
  return key;
};

/** Copies what was looked up into the room of the sums, query by query. */
export const readPostings = (sums: HitSums, index: HashIndex, lookup: Lookup): Postings => {
  const { from, to, hashesOf, placesOf } = lookup;
  const parts: { first: number; count: number; place: number }[] = [];
  const nextHash = new Int32Array(to);
  const nextPlace = new Int32Array(to);
  let first = 0;
  let place = 0;
  for (let query = from; query < to; query++) {
    const count = hashesOf[query] as number;
    parts.push({ first, count, place });
    nextHash[query] = first;
    nextPlace[query] = place;
    first += count;
    place += placesOf[query] as number;
  }
  const room = roomForPostings(sums, first, place);
  for (let n = 0; n < lookup.count; n++) copy(index, lookup, n, room, nextHash, nextPlace);
  return { room, parts };
};

const copy = (
  { starts, values }: HashIndex,
  { from, to, keys, queries, frames }: Lookup,
  n: number,
  { hashes, places }: PostingRoom,
  nextHash: Int32Array,
  nextPlace: Int32Array,
): void => {
  const query = queries[n] as number;
  if (query < from || query >= to) return;
  const start = starts[keys[n] as number] as number;
  const end = starts[(keys[n] as number) + 1] as number;
  const at = nextHash[query] as number;
  nextHash[query] = at + 1;
  hashes[3 * at] = end - start;
  hashes[3 * at + 1] = frames[n] as number;
  hashes[3 * at + 2] = Math.min(mostOccurrences, end - start);
  let next = nextPlace[query] as number;
  for (let i = start; i < end; i++) places[next++] = values[i] as number;
  nextPlace[query] = next;
};
