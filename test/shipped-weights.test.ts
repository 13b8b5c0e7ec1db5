import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCard } from '@sid/weights';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../packages/cli/weights', import.meta.url));

describe.each(readdirSync(root))('the card of %s', (tag) => {
  const file = join(root, tag, 'card.json');
  const { data, steps, retrain, training } = parseCard(readFileSync(file, 'utf8'), file);

  it('says what sid train counted: remarks have their own place', () => {
    expect(data).toMatch(
      /^(\d+ songs of [\w-]+ \(\d+\.\d h\)(, )?)+; \d+ of them held back(; started from the weights \S+( of \d+ steps)?( on .+)?)?$/,
    );
    expect(retrain).toMatch(/^sid train configs\/train\/\S+\.yaml( --songs \w+=DIR)*$/);
    expect(steps).toBeLessThanOrEqual(training?.stepsDone ?? 0);
    const curves = Object.values(training?.curves.validation ?? {});
    for (const curve of curves) expect(curve.map(([step]) => step)).toContain(steps);
  });
});
