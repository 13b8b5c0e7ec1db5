import type { Check } from '@sid/runtime';
import { BaseCommand } from '../base-command.ts';
import { checksText } from '../checks-text.ts';
import { configArg, overridesOf, placeFlags } from '../flags.ts';

export class Doctor extends BaseCommand {
  static override summary = 'Check that everything sid needs works here, and say what to do where it does not.';
  static override description = 'Ends with 1 if something required is missing.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];
  static override args = { config: configArg };
  static override flags = placeFlags;

  async run(): Promise<readonly Check[]> {
    const { args, flags } = await this.parse(Doctor);
    const checks = await this.workspace(flags.quiet, overridesOf({ ...args, ...flags }), (workspace, runtime) =>
      runtime.doctor(workspace),
    );
    this.log(checksText(checks, this.paint));
    if (checks.some((check) => check.required && !check.ok)) process.exitCode = 1;
    return checks;
  }
}
