import type { ComponentListing } from '@sid/runtime';
import { BaseCommand } from '../base-command.ts';
import { componentsText } from '../components-text.ts';
import { configArg, overridesOf } from '../flags.ts';

export class Plugins extends BaseCommand {
  static override summary = 'List every component that is loaded, where it comes from, and its options.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> my-benchmark.yaml --json',
  ];
  static override args = { config: configArg };

  async run(): Promise<readonly ComponentListing[]> {
    const { args, flags } = await this.parse(Plugins);
    const components = await this.workspace(flags.quiet, overridesOf(args), (workspace, runtime) =>
      runtime.listComponents(workspace),
    );
    this.log(componentsText(components, this.columns, this.paint));
    return components;
  }
}
