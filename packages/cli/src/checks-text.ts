import type { Check } from '@sid/runtime';
import type { Paint } from './style.ts';

/** One line per check, the remedy below the ones that failed. */
export const checksText = (checks: readonly Check[], paint: Paint): string => {
  const width = Math.max(0, ...checks.map((check) => check.name.length));
  const lines = checks.flatMap((check) => [
    `${mark(check, paint)} ${check.name.padEnd(width)}  ${check.detail}`,
    ...(check.ok || check.remedy === undefined ? [] : [`  ${' '.repeat(width)}  → ${check.remedy}`]),
  ]);
  const broken = checks.filter((check) => check.required && !check.ok).length;
  const verdict =
    broken === 0
      ? 'Everything required works.'
      : `Of what is required, ${broken} ${broken === 1 ? 'does' : 'do'} not work.`;
  return [...lines, '', verdict].join('\n');
};

// What is only useful, such as a graphics card, is no fault where it is absent.
const mark = ({ ok, required }: Check, paint: Paint): string => {
  if (ok) return paint('green', '✓');
  return required ? paint('red', '✗') : paint('yellow', '–');
};
