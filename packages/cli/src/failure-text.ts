import type { Failure } from './failure.ts';
import type { Paint } from './style.ts';

/** An error on a terminal. Lines are left to the terminal to wrap, so that paths stay whole. */
export const failureText = (failure: Failure, paint: Paint): string => {
  const { code, message, suggestions, ref, stack, exitCode } = failure;
  if (exitCode === 130) return message;
  const lines = [`${paint('red', 'Error:')} ${message}`];
  if (suggestions.length === 1) lines.push(`Try this: ${suggestions[0]}`);
  if (suggestions.length > 1) lines.push('Try this:', ...suggestions.map((suggestion) => `  • ${suggestion}`));
  if (ref !== undefined) lines.push(paint('dim', `${code}, see ${ref}`));
  if (stack !== undefined)
    lines.push('This is a defect of sid or of a plugin. Where it happened:', paint('dim', stack));
  return lines.join('\n');
};
