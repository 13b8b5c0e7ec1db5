import { Args, Flags } from '@oclif/core';
import { CLIError } from '@oclif/core/errors';
import type { Features } from '@sid/runtime';
import { BaseCommand } from '../base-command.ts';
import { overridesOf, settingFlag } from '../flags.ts';

export class FeaturesCommand extends BaseCommand {
  static override summary = 'Write what a frontend makes of a recording: an array, a picture, or both.';
  static override description =
    'The array is float32, C order, [bins, frames]. With complex output the first half of the bins is real, the second imaginary.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> song.mp3 --frontend vqt --preset riou-2025 --with output=magnitude --out song.npy',
    '<%= config.bin %> <%= command.id %> song.mp3 --frontend mel --png song.png',
  ];
  static override args = { file: Args.string({ description: 'Audio file.', required: true }) };
  static override flags = {
    frontend: Flags.string({ char: 'f', summary: 'Frontend.', helpValue: 'NAME', required: true }),
    preset: Flags.string({ char: 'p', summary: 'Named set of its options.', helpValue: 'NAME' }),
    with: settingFlag('frontend'),
    normalise: Flags.boolean({
      summary: "Apply the frontend's normalisation of windows to the whole.",
      default: false,
    }),
    out: Flags.string({ char: 'o', summary: 'Array to write (.npy).', helpValue: 'FILE' }),
    png: Flags.string({ summary: 'Picture to write.', helpValue: 'FILE' }),
    config: Flags.string({ char: 'c', summary: 'Configuration file that lists the plugins.', helpValue: 'FILE' }),
  };

  async run(): Promise<Features> {
    const { args, flags } = await this.parse(FeaturesCommand);
    const { frontend: use, preset, out, png, normalise } = flags;
    if (out === undefined && png === undefined)
      throw new CLIError('Nothing to write: give --out FILE, --png FILE or both.');
    const given = flags.with === undefined ? {} : { with: Object.fromEntries(flags.with) };
    const features = await this.workspace(flags.quiet, overridesOf({ config: flags.config }), (workspace, runtime) =>
      runtime.extractFeatures(workspace, process.cwd(), {
        file: args.file,
        frontend: { use, ...(preset === undefined ? {} : { preset }), ...given },
        normalise,
        ...(out === undefined ? {} : { out }),
        ...(png === undefined ? {} : { png }),
      }),
    );
    const { rows, cols, framesPerSecond, sampleRate, files } = features;
    this.log(`${rows} bins × ${cols} frames, ${framesPerSecond} a second, at ${sampleRate} Hz: ${files.join(', ')}`);
    return features;
  }
}
