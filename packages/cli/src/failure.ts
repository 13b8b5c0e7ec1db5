import { messageOf } from '@sid/core';

/** An error as people and programs see it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly suggestions: readonly string[];
  readonly ref?: string;
  /** For errors nobody raised on purpose: a defect to report. */
  readonly stack?: string;
  readonly exitCode: 1 | 2 | 130;
}

/** What the user typed or wrote is wrong, rather than what sid did with it. */
const usage =
  /^SID_(CONFIG_\w+|OPTIONS_INVALID|COMPONENT_UNKNOWN|COMPONENT_DUPLICATE|PLUGIN_\w+|NEED_UNFILLED|METRIC_UNKNOWN)$/;

/** What oclif puts before a flag's own words. */
const preamble = /^Parsing --\S+ \n\t/;

const stringsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/**
 * Judges errors by their fields, not their class: a plugin may bring its own copy of the core.
 * 0 done, 1 failed, 2 usage or configuration, 130 stopped by the user.
 */
export const failureOf = (thrown: unknown): Failure => {
  const fields: Readonly<Record<string, unknown>> = typeof thrown === 'object' && thrown !== null ? { ...thrown } : {};
  const { code, ref } = fields;
  const message = messageOf(thrown);
  const suggestions = stringsOf(fields.suggestions);
  if (typeof code === 'string' && code.startsWith('SID_')) {
    return {
      code,
      message,
      suggestions,
      ...(typeof ref === 'string' ? { ref } : {}),
      exitCode: code === 'SID_INTERRUPTED' ? 130 : usage.test(code) ? 2 : 1,
    };
  }
  // Of oclif: a flag or an argument that does not fit.
  if ('oclif' in fields) return { code: 'SID_USAGE', message: message.replace(preamble, ''), suggestions, exitCode: 2 };
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  return { code: 'SID_UNEXPECTED', message, suggestions, ...(stack === undefined ? {} : { stack }), exitCode: 1 };
};
