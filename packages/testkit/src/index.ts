export * from './check-dataset.ts';
export * from './check-frontend.ts';
export * from './check-indexer.ts';
export * from './check-retriever.ts';
export * from './chunks.ts';
export * from './nearest.ts';
export * from './synthetic-track.ts';
export * from './vectors.ts';
