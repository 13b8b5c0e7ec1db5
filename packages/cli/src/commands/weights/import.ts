import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import type { Imported } from '@sid/runtime';
import { BaseCommand } from '../../base-command.ts';
import { parseSetting } from '../../flags.ts';
import { configFlag } from '../../weights-flags.ts';

const types = { f32: 'F32', f16: 'F16', bf16: 'BF16' } as const;

export class WeightsImport extends BaseCommand {
  static override summary = 'Make weights of a PyTorch checkpoint or a safetensors file.';
  static override description =
    'Tensors may have the names of the network here or those of the published checkpoints. A checkpoint is read without running anything that is in it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> model_best.pth --architecture gnn --preset bhattacharjee-2025-published --tag gnn.authors --licence MIT',
    '<%= config.bin %> <%= command.id %> mine.safetensors -a resnet-ibn --preset tiny --with dims=64 --tag resnet-ibn.mine',
  ];
  static override args = {
    file: Args.string({ name: 'file', description: 'Checkpoint (.pth, .pt, .ckpt) or .safetensors.', required: true }),
  };
  static override flags = {
    architecture: Flags.string({ char: 'a', summary: 'Encoder they belong to.', helpValue: 'NAME', required: true }),
    preset: Flags.string({ char: 'p', summary: 'Preset of its options.', helpValue: 'NAME' }),
    with: Flags.custom<readonly [string, unknown]>({ parse: async (input) => parseSetting(input) })({
      summary: 'Option of the encoder; may be repeated.',
      helpValue: 'KEY=VALUE',
      multiple: true,
      multipleNonGreedy: true,
    }),
    tag: Flags.string({ char: 't', summary: 'Name that methods give them.', helpValue: 'TAG', required: true }),
    type: Flags.option({ options: ['f32', 'f16', 'bf16'] as const })({
      summary: 'Precision in which they are stored; the smaller ones round.',
      default: 'f32',
    }),
    licence: Flags.string({ summary: 'Licence of the weights.', helpValue: 'TEXT', default: 'unknown' }),
    summary: Flags.string({ summary: 'What they are, in one sentence.', helpValue: 'TEXT' }),
    citation: Flags.string({ summary: 'Whom to cite.', helpValue: 'TEXT' }),
    ignore: Flags.string({
      summary: 'Leave out tensors whose names begin so; may be repeated.',
      helpValue: 'PREFIX',
      multiple: true,
      multipleNonGreedy: true,
    }),
    to: Flags.string({
      summary: 'Folder that gets the folder of the weights.',
      helpValue: 'DIR',
      default: '.sid/weights',
    }),
    force: Flags.boolean({ char: 'f', summary: 'Replace weights of the same tag.' }),
    ...configFlag,
  };

  async run(): Promise<Imported> {
    const { args, flags } = await this.parse(WeightsImport);
    const { architecture, preset, tag, licence, summary, citation, force } = flags;
    const imported = await this.workspace(flags.quiet, { config: flags.config }, (workspace, runtime) =>
      runtime.importWeights(workspace.registry, {
        file: resolve(args.file),
        to: resolve(flags.to),
        architecture,
        tag,
        licence,
        force,
        type: types[flags.type],
        ignore: flags.ignore ?? [],
        options: Object.fromEntries(flags.with ?? []),
        ...(preset === undefined ? {} : { preset }),
        ...(summary === undefined ? {} : { summary }),
        ...(citation === undefined ? {} : { citation }),
      }),
    );
    const { folder, card, left } = imported;
    this.log(`${card.parameters.toLocaleString('en')} parameters of ${architecture}: ${folder}`);
    if (left.length > 0) this.log(`Not needed and left out: ${left.length} tensors.`);
    return imported;
  }
}
