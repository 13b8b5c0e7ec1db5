import { expect, test } from 'vitest';
import { exampleBoard } from './board.test.fixture.ts';
import plugin from './index.ts';

test('both reporters come with the plugin and render a board', async () => {
  const made = await Promise.all(
    plugin.components.map(async (component) => ({ component, made: await component.create({}, {}) })),
  );
  expect(plugin.components.map((component) => `${component.kind} ${component.name}`)).toEqual([
    'reporter markdown',
    'reporter html',
  ]);
  for (const { made: reporter } of made) {
    if (!('render' in reporter)) throw new Error('not a reporter');
    expect(reporter.fileName).toMatch(/^leaderboard\.(md|html)$/);
    expect(await reporter.render(exampleBoard)).toContain('A toy collection.');
  }
});
