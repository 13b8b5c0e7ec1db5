import { Args, Flags } from '@oclif/core';

export const configFlag = {
  config: Flags.string({ char: 'c', summary: 'Configuration file that lists the plugins.', helpValue: 'FILE' }),
};

/** Several of them: the command is not strict. */
export const tagsArg = Args.string({
  name: 'tag',
  description: 'Tags, or paths of folders; all that are found where absent.',
});

export const tagArg = Args.string({ name: 'tag', description: 'Tag, or path of a folder.', required: true });
