import type { Hook } from '@oclif/core';
import { CLIError } from '@oclif/core/errors';
import { closest } from './closest.ts';

/** Names the command that was probably meant; ends with 2. */
export const commandNotFound: Hook<'command_not_found'> = async ({ id, argv = [], config }) => {
  const typed = id.replaceAll(':', ' ');
  const known = config.commandIDs.map((one) => one.replaceAll(':', ' '));
  const near = closest(typed, known);
  const message =
    `There is no command "${typed}". ` +
    (near === undefined ? `Known: ${known.join(', ')}.` : `Did you mean "sid ${near}"?`);
  if (argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: { code: 'SID_USAGE', message, suggestions: [] } }, null, 2)}\n`);
  }
  throw new CLIError(message, { exit: 2 });
};
