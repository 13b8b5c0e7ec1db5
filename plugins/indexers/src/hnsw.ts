import { defineIndexer } from '@sid/core';
import * as z from 'zod';
import { createHnswIndex } from './hnsw-index.ts';
import { emptyHnsw } from './hnsw-parts.ts';
import { openHnsw } from './stored-hnsw.ts';

/** Approximate search in a hierarchical graph of near neighbours (Malkov and Yashunin 2018). */
export const hnsw = defineIndexer({
  name: 'hnsw',
  summary: 'Approximate: follows links between near vectors; for large indexes.',
  revision: 1,
  options: z.strictObject({
    m: z.int().min(4).max(64).default(16).describe('Links per vector; twice as many on the lowest level.'),
    efConstruction: z.int().positive().default(128).describe('Candidates held while a vector is linked.'),
    ef: z
      .int()
      .positive()
      .default(64)
      .describe('Candidates held while a query is answered; never fewer than hits wanted.'),
  }),
  create: (options) => ({
    create: async (dims) => createHnswIndex(emptyHnsw(dims, options.m), options),
    open: async (chunks) => createHnswIndex(await openHnsw(chunks), options),
  }),
});
