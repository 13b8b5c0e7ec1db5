export * from './compressor.ts';
export * from './draw.ts';
export * from './filter.ts';
export * from './level.ts';
export * from './portable.ts';
export * from './stretch.ts';
export * from './treat.ts';
export * from './varispeed.ts';
