import { Args, Flags } from '@oclif/core';
import { placeFlags, runFlags } from './flags.ts';

/** A list of files or folders; the rest of them are taken from the arguments that follow. */
export const pathArg = Args.string({ name: 'paths', description: 'Audio files, or folders of them.', required: true });

export const catalogueFlags = {
  index: Flags.string({ char: 'i', summary: 'Folder of the index.', helpValue: 'DIR', required: true }),
  config: Flags.string({ char: 'c', summary: 'Configuration file with plugins and methods.', helpValue: 'FILE' }),
  cache: placeFlags.cache,
  workers: runFlags.workers,
};
