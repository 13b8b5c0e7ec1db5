import type { Board } from '@sid/eval';
import { primaryMetric, rankedMethods } from '@sid/plugin-reporters';
import { dropped } from './notice.ts';
import type { Paint } from './style.ts';
import { type TableColumn, tableText, widthOf } from './table.ts';

/** The leading metric in every class of relations, a row per method; undefined where there are no classes. */
export const classTable = (board: Board, width: number, paint: Paint): string | undefined => {
  const metric = primaryMetric(board);
  const lowerIsBetter = board.metricInfo?.find(({ name }) => name === metric)?.better === 'lower';
  const methods = rankedMethods(board);
  const names = [...new Set(methods.flatMap((method) => Object.keys(method.classes ?? {})))];
  if (names.length === 0) return undefined;
  const columns: TableColumn[] = [
    { header: `${metric} by class`, align: 'left', cells: methods.map((method) => method.name) },
  ];
  for (const name of names) {
    const estimates = methods.map((method) => method.classes?.[name]?.[metric]);
    const printed = estimates.map((estimate) => (estimate === undefined ? '–' : estimate.mean.toFixed(3)));
    const means = estimates.flatMap((estimate) => (estimate === undefined ? [] : [estimate.mean]));
    const best = (lowerIsBetter ? Math.min(...means) : Math.max(...means)).toFixed(3);
    const n = Math.max(0, ...estimates.map((estimate) => estimate?.n ?? 0));
    columns.push({
      header: `${name} (${n})`,
      align: 'right',
      cells: printed.map((text) => (text === best && methods.length > 1 ? paint('bold', text) : text)),
    });
  }
  let used = 0;
  const kept = columns.filter((column) => {
    used += widthOf(column);
    return used <= width;
  });
  const missing = columns.slice(kept.length).map((column) => column.header);
  return tableText(kept) + dropped(missing, width, paint);
};
