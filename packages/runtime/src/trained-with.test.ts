import { defineFrontend, type Frontend, type Logger } from '@sid/core';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createRegistry } from './registry.ts';
import { checkTrainedWith } from './trained-with.ts';
import { createWiring } from './wiring.ts';

const fake = defineFrontend({
  name: 'fake',
  summary: 'Gives nothing.',
  revision: 1,
  options: z.strictObject({ hop: z.int().default(100), floor: z.number().default(0) }),
  presets: { slow: { hop: 200 } },
  create: ({ hop }): Frontend => ({
    spec: { sampleRate: 1000, bins: 4, framesPerSecond: 1000 / hop },
    extract: async () => ({ rows: 4, cols: 0, data: new Float32Array(0) }),
  }),
});

const plugin = { plugin: { name: 'p', api: 1 as const, components: [fake] }, specifier: 'p' };
const registry = createRegistry([plugin]);

const check = async (trainedWith: unknown, given: object): Promise<readonly string[]> => {
  const warned: string[] = [];
  const logger: Logger = { debug: () => undefined, info: () => undefined, warn: (message) => warned.push(message) };
  await using wiring = createWiring(registry, []);
  const options = fake.options.parse(given);
  const part = { registered: registry.find('frontend', 'fake'), given, options };
  await checkTrainedWith(trainedWith, part, await wiring.create(fake, options), { registry, wiring, logger });
  return warned;
};

test('the frontend of the card fits, whatever way it is named', async () => {
  expect(await check(undefined, {})).toEqual([]);
  expect(await check('fake', {})).toEqual([]);
  expect(await check({ use: 'fake', preset: 'slow' }, { hop: 200 })).toEqual([]);
  expect(await check({ use: 'unknown here' }, {})).toEqual([]);
});

test('another rate of frames is refused, with both', async () => {
  await expect(check({ use: 'fake', preset: 'slow' }, {})).rejects.toMatchObject({
    code: 'SID_METHOD_UNFIT',
    message: expect.stringMatching(/trained with the frontend fake \(4 bins .* 5 frames.*gives .* 10 frames/),
  });
});

test('other settings of the same picture are warned of', async () => {
  const [warning] = await check('fake', { floor: 3 });
  expect(warning).toMatch(/other settings of the frontend: floor: 0, not 3/);
});
