import type { TripletTable } from './invariant-buckets.ts';

/** Collects triplets, or pairs, of unknown number. */
export interface GrowingTable {
  add(bucket: number, cents: number, length: number, time: number): void;
  content(): TripletTable;
}

const emptyTable = (size: number) => ({
  buckets: new Uint32Array(size),
  cents: new Uint16Array(size),
  lengths: new Uint16Array(size),
  times: new Uint32Array(size),
});

export const createTripletTable = (): GrowingTable => {
  let table = emptyTable(65_536);
  let size = 0;
  const grow = (): void => {
    const larger = emptyTable(2 * size);
    larger.buckets.set(table.buckets);
    larger.cents.set(table.cents);
    larger.lengths.set(table.lengths);
    larger.times.set(table.times);
    table = larger;
  };
  return {
    add: (bucket, cents, length, time) => {
      if (size === table.times.length) grow();
      table.buckets[size] = bucket;
      table.cents[size] = cents;
      table.lengths[size] = length;
      table.times[size++] = time;
    },
    content: () => ({
      buckets: table.buckets.subarray(0, size),
      cents: table.cents.subarray(0, size),
      lengths: table.lengths.subarray(0, size),
      times: table.times.subarray(0, size),
    }),
  };
};
