import type { LeftOut, Validation } from '@sid/core';
import type { Paint } from './style.ts';

/** Missing files apart from broken ones. */
export const validationText = (dataset: string, { missing, corrupt }: Validation, paint: Paint): string => {
  if (missing.length + corrupt.length === 0) return paint('green', `${dataset} is complete and readable.`);
  return [...section('missing', missing, paint), ...section('broken', corrupt, paint)].join('\n');
};

const section = (head: string, items: readonly LeftOut[], paint: Paint): readonly string[] =>
  items.length === 0
    ? []
    : [
        paint('bold', `${items.length} ${head}`),
        ...items.map(({ id, file, reason }) => {
          const where = file === undefined || reason.includes(file) ? '' : ` (${file})`;
          return `  ${id}${where}: ${reason}`;
        }),
      ];
