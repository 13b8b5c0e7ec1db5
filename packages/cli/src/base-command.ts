import { Command, Flags } from '@oclif/core';
import { closest } from './closest.ts';
import { type Console, createConsole } from './console.ts';
import { type Failure, failureOf } from './failure.ts';
import { failureText } from './failure-text.ts';
import { inWorkspace } from './session.ts';
import { painter } from './style.ts';

/** What all commands share: `--json`, `--quiet`, errors and exit codes. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    quiet: Flags.boolean({ char: 'q', summary: 'No progress, only warnings and the result.', helpGroup: 'GLOBAL' }),
  };

  protected readonly paint = painter(process.stdout);

  /** Where messages and progress go: stderr. */
  protected console(quiet: boolean): Console {
    return createConsole({
      stream: process.stderr,
      quiet,
      json: this.jsonEnabled(),
      debug: Boolean(process.env.SID_DEBUG),
    });
  }

  /** Runs `use` in a workspace, with progress on stderr. */
  protected workspace<T>(
    quiet: boolean,
    overrides: Parameters<typeof inWorkspace>[1],
    use: Parameters<typeof inWorkspace<T>>[2],
  ): Promise<T> {
    return inWorkspace(this.console(quiet), overrides, use);
  }

  protected get columns(): number {
    return process.stdout.columns ?? (Number(process.env.COLUMNS) || 120);
  }

  // oclif's own colours JSON token by token, which takes seconds for a board of megabytes.
  protected override logJson(json: unknown): void {
    process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  }

  protected override toErrorJson(thrown: unknown): unknown {
    const { code, message, suggestions } = this.failure(thrown);
    return { error: { code, message, suggestions } };
  }

  protected override async catch(thrown: unknown): Promise<void> {
    const failure = this.failure(thrown);
    process.exitCode = failure.exitCode;
    if (this.jsonEnabled()) this.logJson(this.toErrorJson(thrown));
    if (!this.jsonEnabled() || failure.stack !== undefined)
      process.stderr.write(`${failureText(failure, painter(process.stderr))}\n`);
  }

  private failure(thrown: unknown): Failure {
    const failure = failureOf(thrown);
    const flags = typeof thrown === 'object' && thrown !== null && 'flags' in thrown ? thrown.flags : undefined;
    if (!Array.isArray(flags)) return failure;
    const known = Object.keys({ ...this.ctor.baseFlags, ...this.ctor.flags, json: true });
    const near = flags
      .map((flag) => closest(String(flag).replace(/^-+/, ''), known))
      .filter((name) => name !== undefined);
    return { ...failure, suggestions: near.map((name) => `--${name}`) };
  }
}
