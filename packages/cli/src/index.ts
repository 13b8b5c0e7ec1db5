export { commands } from './commands.ts';
export { defaultConfig } from './default-config.ts';
