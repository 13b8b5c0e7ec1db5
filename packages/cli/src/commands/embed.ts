import { Flags } from '@oclif/core';
import type { Embedded } from '@sid/runtime';
import { BaseCommand } from '../base-command.ts';
import { pathArg } from '../catalogue-flags.ts';
import { overridesOf, placeFlags, runFlags } from '../flags.ts';

export class Embed extends BaseCommand {
  static override summary = 'Write the embeddings of the windows of recordings as one array.';
  static override description =
    'The array is float32, C order, [windows, dims], unit rows; --json tells the file and the seconds of each row.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> song.mp3 --method riou --config my.yaml --out song.npy',
  ];
  static override strict = false;
  static override args = { paths: pathArg };
  static override flags = {
    method: Flags.string({ char: 'm', summary: 'Method of the configuration.', helpValue: 'NAME', required: true }),
    out: Flags.string({ char: 'o', summary: 'Array to write (.npy).', helpValue: 'FILE', required: true }),
    config: Flags.string({ char: 'c', summary: 'Configuration file with plugins and methods.', helpValue: 'FILE' }),
    cache: placeFlags.cache,
    workers: runFlags.workers,
  };

  async run(): Promise<Embedded> {
    const { argv, flags } = await this.parse(Embed);
    const { method, out, quiet, ...places } = flags;
    const embedded = await this.workspace(quiet, overridesOf(places), (workspace, runtime) =>
      runtime.embed(workspace, process.cwd(), argv.map(String), method, out),
    );
    this.log(`${embedded.rows.length} windows × ${embedded.dims} dimensions: ${embedded.out}`);
    for (const { file, id, reason } of embedded.leftOut) this.warn(`left out ${file ?? id}: ${reason}`);
    return embedded;
  }
}
