import { CLIError } from '@oclif/core/errors';
import { SidError } from '@sid/core';
import { describe, expect, it } from 'vitest';
import { failureOf } from './failure.ts';
import { failureText } from './failure-text.ts';
import { noPaint } from './style.ts';

describe('failureOf', () => {
  it.each([
    ['SID_CONFIG_INVALID', 2],
    ['SID_CONFIG_NOT_FOUND', 2],
    ['SID_OPTIONS_INVALID', 2],
    ['SID_COMPONENT_UNKNOWN', 2],
    ['SID_PLUGIN_NOT_FOUND', 2],
    ['SID_METRIC_UNKNOWN', 2],
    ['SID_DATASET_EMPTY', 1],
    ['SID_STORAGE_FAILED', 1],
    ['SID_INTERRUPTED', 130],
  ] as const)('%s ends with %i', (code, exitCode) => {
    expect(failureOf(new SidError(code, 'words')).exitCode).toBe(exitCode);
  });

  it('knows errors of another copy of the core by their fields', () => {
    const foreign = Object.assign(new Error('words'), { code: 'SID_OPTIONS_INVALID', suggestions: ['a', 7] });
    expect(failureOf(foreign)).toEqual({
      code: 'SID_OPTIONS_INVALID',
      message: 'words',
      suggestions: ['a'],
      exitCode: 2,
    });
  });

  it('calls what oclif refuses a usage error, without its preamble', () => {
    const refused = new CLIError('Parsing --with \n\t--with wants key=value\nSee more help with --help');
    expect(failureOf(refused)).toMatchObject({
      code: 'SID_USAGE',
      message: '--with wants key=value\nSee more help with --help',
      exitCode: 2,
    });
  });

  it('shows where anything else happened', () => {
    const failure = failureOf(new TypeError('x is not a function'));
    expect(failure).toMatchObject({ code: 'SID_UNEXPECTED', exitCode: 1 });
    expect(failureText(failure, noPaint)).toContain('failure.test.ts');
    expect(failureOf('thrown text')).toMatchObject({ message: 'thrown text', exitCode: 1 });
  });
});

describe('failureText', () => {
  it('prints the message whole, what to try, and where to read on', () => {
    const failure = failureOf(
      new SidError('SID_COMPONENT_UNKNOWN', 'No retriever is called "x".', { suggestions: ['a', 'b'] }),
    );
    expect(failureText(failure, noPaint).split('\n')).toEqual([
      'Error: No retriever is called "x".',
      'Try this:',
      '  • a',
      '  • b',
      'SID_COMPONENT_UNKNOWN, see docs/reference/errors.md#sid_component_unknown',
    ]);
  });

  it('does not call an interruption an error', () => {
    expect(failureText(failureOf(new SidError('SID_INTERRUPTED', 'Stopped.')), noPaint)).toBe('Stopped.');
  });
});
