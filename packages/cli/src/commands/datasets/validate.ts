import type { Validation } from '@sid/core';
import { BaseCommand } from '../../base-command.ts';
import { datasetArg, datasetFlags, overridesOf } from '../../flags.ts';
import { validationText } from '../../validation-text.ts';

export class DatasetsValidate extends BaseCommand {
  static override summary = 'Tell which files of a data set are missing and which are broken.';
  static override description = 'Ends with 1 if any is. Comparisons run without them and say so.';
  static override examples = ['<%= config.bin %> <%= command.id %> sample100 --root data/sample100'];
  static override args = { name: datasetArg };
  static override flags = datasetFlags;

  async run(): Promise<Validation> {
    const { args, flags } = await this.parse(DatasetsValidate);
    const validation = await this.workspace(
      flags.quiet,
      overridesOf({ ...flags, dataset: args.name }),
      (workspace, runtime) => runtime.validateDataset(workspace),
    );
    this.log(validationText(args.name, validation, this.paint));
    if (validation.missing.length + validation.corrupt.length > 0) process.exitCode = 1;
    return validation;
  }
}
