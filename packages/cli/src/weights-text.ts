import type { TrainingRecord, WeightsCard } from '@sid/core';
import type { WeightsFolder } from '@sid/runtime';
import { megabytes } from './cache-text.ts';
import { duration } from './progress-text.ts';
import { tableText } from './table.ts';

/** One line for each folder of weights. */
export const weightsTable = (weights: readonly WeightsFolder[]): string =>
  weights.length === 0
    ? 'There are no weights. "sid weights import" makes them of a checkpoint.'
    : tableText([
        { header: 'weights', align: 'left', cells: weights.map(({ card }) => card.tag) },
        { header: 'architecture', align: 'left', cells: weights.map(({ card }) => card.architecture) },
        { header: 'preset', align: 'left', cells: weights.map(({ card }) => card.preset ?? '') },
        {
          header: 'parameters',
          align: 'right',
          cells: weights.map(({ card }) => card.parameters.toLocaleString('en')),
        },
        {
          header: 'MB',
          align: 'right',
          cells: weights.map(({ bytes }) => (bytes === undefined ? '–' : megabytes(bytes))),
        },
        { header: 'licence', align: 'left', cells: weights.map(({ card }) => card.licence) },
        { header: 'folder', align: 'left', cells: weights.map(({ folder }) => folder) },
      ]);

const trainingText = ({ stepsDone, seconds, backend, songs, versions }: TrainingRecord): string =>
  `${stepsDone} steps in ${duration(seconds)} on ${songs.train} songs, ${backend}, sid ${versions.sid ?? '?'}`;

/** A card, a line for each thing it says. */
export const cardLines = (card: WeightsCard): string => {
  const { schema: _, metrics = {}, options, frontend, training, ...rest } = card;
  const lines = [
    ...Object.entries(rest),
    ...(frontend === undefined ? [] : [['frontend', JSON.stringify(frontend)] as const]),
    ['options', JSON.stringify(options)] as const,
    ...(training === undefined ? [] : [['training', trainingText(training)] as const]),
    ...Object.entries(metrics).map(([dataset, values]) => {
      const figures = Object.entries(values).map(([metric, value]) => `${metric} ${value.toFixed(3)}`);
      return [`on ${dataset}`, figures.join(', ')] as const;
    }),
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
};
