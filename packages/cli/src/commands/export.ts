import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.ts';
import { megabytes } from '../cache-text.ts';
import { overridesOf, settingFlag } from '../flags.ts';

export class Export extends BaseCommand {
  static override summary = 'Write the network of an encoder, with its weights, as an ONNX model.';
  static override description = 'Opset 18, float32, any batch. Without weights the network is random.';
  static override examples = ['<%= config.bin %> <%= command.id %> --encoder resnet-ibn --preset tiny --out tiny.onnx'];
  static override flags = {
    encoder: Flags.string({ char: 'e', summary: 'Encoder.', helpValue: 'NAME', required: true }),
    preset: Flags.string({ char: 'p', summary: 'Named set of its options.', helpValue: 'NAME' }),
    with: settingFlag('encoder'),
    out: Flags.string({ char: 'o', summary: 'Model to write (.onnx).', helpValue: 'FILE', required: true }),
    config: Flags.string({ char: 'c', summary: 'Configuration file that lists the plugins.', helpValue: 'FILE' }),
  };

  async run(): Promise<{ readonly out: string; readonly bytes: number }> {
    const { flags } = await this.parse(Export);
    const { encoder: use, preset, out } = flags;
    const given = flags.with === undefined ? {} : { with: Object.fromEntries(flags.with) };
    const written = await this.workspace(flags.quiet, overridesOf({ config: flags.config }), (workspace, runtime) =>
      runtime.exportEncoder(
        workspace,
        process.cwd(),
        { use, ...(preset === undefined ? {} : { preset }), ...given },
        out,
      ),
    );
    this.log(`${megabytes(written.bytes)} MB: ${written.out}`);
    return written;
  }
}
