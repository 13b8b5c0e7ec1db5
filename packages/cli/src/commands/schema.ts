import { writeFile } from 'node:fs/promises';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.ts';
import { configArg, overridesOf } from '../flags.ts';

export class Schema extends BaseCommand {
  static override summary = 'Print the JSON schema of configuration files, for editors.';
  static override description =
    'It knows the options of every loaded plugin, your own included. Put it on the first line of a YAML file:\n' +
    '# yaml-language-server: $schema=sid.schema.json';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --out sid.schema.json',
    '<%= config.bin %> <%= command.id %> my-benchmark.yaml',
  ];
  static override args = { config: configArg };
  static override flags = {
    train: Flags.boolean({ summary: 'That of training configurations, for "sid train".' }),
    out: Flags.string({ char: 'o', summary: 'Write it to a file instead.', helpValue: 'FILE' }),
  };

  async run(): Promise<object> {
    const { args, flags } = await this.parse(Schema);
    const schema = await this.workspace(flags.quiet, overridesOf(args), (workspace, runtime) =>
      flags.train ? runtime.trainingJsonSchema(workspace) : runtime.configJsonSchema(workspace),
    );
    const text = JSON.stringify(schema, null, 2);
    if (flags.out === undefined) this.log(text);
    else {
      await writeFile(flags.out, `${text}\n`);
      this.log(`Written: ${flags.out}`);
    }
    return schema;
  }
}
