import { Flags } from '@oclif/core';
import type { Catalogue } from '@sid/runtime';
import { BaseCommand } from '../../base-command.ts';
import { clock } from '../../catalogue-text.ts';
import { tableText } from '../../table.ts';

export class IndexList extends BaseCommand {
  static override summary = 'List the tracks of an index, and the method that made it.';
  static override examples = ['<%= config.bin %> <%= command.id %> --index my-index'];
  static override flags = {
    index: Flags.string({ char: 'i', summary: 'Folder of the index.', helpValue: 'DIR', required: true }),
  };

  async run(): Promise<Catalogue> {
    const { flags } = await this.parse(IndexList);
    const { existingCatalogue } = await import('@sid/runtime');
    const catalogue = await existingCatalogue(process.cwd(), flags.index);
    const { method, tracks } = catalogue;
    this.log(`${tracks.length} tracks, made by ${method}`);
    this.log(
      tableText([
        { header: 'length', align: 'right', cells: tracks.map(({ durationSeconds }) => clock(durationSeconds)) },
        { header: 'track', align: 'left', cells: tracks.map(({ id }) => id) },
      ]),
    );
    return catalogue;
  }
}
