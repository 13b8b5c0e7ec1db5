import { Args, Flags } from '@oclif/core';
import type { Training, TrainingWorkspaceOptions } from '@sid/runtime';
import { BaseCommand } from '../base-command.ts';
import { placeFlags, runFlags } from '../flags.ts';
import { inSession, present } from '../session.ts';
import { cardLines } from '../weights-text.ts';

/** `mixes=~/Music`, or the folder alone. */
const sourceOf = (given: string) => {
  const [, use = 'mixes', root = given] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(given) ?? [];
  return { use, with: { root } };
};

export class Train extends BaseCommand {
  static override summary = 'Train the encoder of a training configuration; writes a folder of weights.';
  static override description =
    'Stopped at any moment, the same command continues and comes to the same weights. Beside the checkpoint lie log.jsonl and curve.svg.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> configs/train/riou-tiny.yaml',
    {
      description: 'With your own music besides that of the configuration:',
      command:
        '<%= config.bin %> <%= command.id %> configs/train/riou-tiny.yaml --songs ~/Music --songs stems=~/musdb18',
    },
  ];

  static override args = {
    config: Args.string({
      name: 'config',
      description: 'Training configuration (YAML, JSON or TypeScript).',
      required: true,
    }),
  };
  static override flags = {
    songs: Flags.string({
      char: 's',
      summary: 'Folder of recordings to train on as well; of multitracks as stems=DIR. May be repeated.',
      helpValue: '[SOURCE=]DIR',
      multiple: true,
      multipleNonGreedy: true,
    }),
    out: Flags.string({
      char: 'o',
      summary: 'Folder of checkpoint, log and curve. Default: .sid/train/TAG.',
      helpValue: 'DIR',
    }),
    to: Flags.string({
      summary: 'Folder in which the weights get a folder of their own. Default: .sid/weights.',
      helpValue: 'DIR',
    }),
    steps: Flags.integer({ summary: 'Number of steps, instead of the configured one.', min: 1, helpValue: 'N' }),
    note: Flags.string({
      summary: 'Sentence for the card of the weights, e.g. where your songs come from.',
      helpValue: 'TEXT',
    }),
    restart: Flags.boolean({ summary: 'Start anew, whatever is in the folder of the run.' }),
    processes: Flags.integer({
      summary: 'Processes at most that divide the parts of a batch. Default: one per core.',
      min: 1,
      helpValue: 'N',
    }),
    seed: runFlags.seed,
    workers: runFlags.workers,
    cache: placeFlags.cache,
  };

  async run(): Promise<Training> {
    const { args, flags } = await this.parse(Train);
    const { quiet, restart, songs, out, to, steps, note, processes, seed, workers, cache } = flags;
    const options = present<Omit<TrainingWorkspaceOptions, 'cwd' | 'fallback'>>({
      config: args.config,
      songs: songs?.map(sourceOf),
      out,
      to,
      steps,
      note,
      processes,
      seed,
      workers,
      cache,
      builtInWeights: undefined,
    });
    const training = await inSession(
      this.console(quiet),
      (runtime, around, hooks) => runtime.openTrainingWorkspace({ ...around, ...options }, hooks),
      (workspace, runtime) => runtime.train(workspace, { restart }),
    );
    this.log(`${training.folder}\n${cardLines(training.card)}`);
    return training;
  }
}
