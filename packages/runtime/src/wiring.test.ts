import { defineBackend, definePlugin, defineRetriever, type Retriever, token, tokens } from '@sid/core';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type BackendSettings, probeBackends } from './backends.ts';
import { createRegistry } from './registry.ts';
import { silentLogger } from './services.ts';
import { createWiring, provided } from './wiring.ts';

const engine = token<string>('test:engine');

const fakeRetriever = (dispose: () => void): Retriever => ({
  sampleRate: 8000,
  scoreMeaning: '',
  analysisOptions: {},
  analyse: async ({ id }) => ({ id, durationSeconds: 0, arrays: {} }),
  add: async () => undefined,
  remove: async () => false,
  query: async () => [],
  size: { tracks: 0, bytes: 0 },
  async *save() {},
  load: async () => undefined,
  [Symbol.asyncDispose]: async () => dispose(),
});

const setup = (available: Readonly<Record<string, boolean | 'software'>>) => {
  const log: string[] = [];
  const backend = (name: string) =>
    defineBackend({
      name,
      summary: 'test',
      revision: 1,
      options: z.strictObject({ cores: z.int().default(1) }),
      provides: engine,
      probe: async () =>
        available[name]
          ? { ok: true, device: name, software: available[name] === 'software' }
          : { ok: false, reason: 'no device.', remedy: 'Buy one.' },
      create: ({ cores }) => {
        log.push(`open ${name}${cores === 1 ? '' : ` with ${cores}`}`);
        return {
          name,
          device: name,
          precision: 'fp32' as const,
          runtime: name,
          [Symbol.asyncDispose]: async () => void log.push(`close ${name}`),
        };
      },
    });
  const method = defineRetriever({
    name: 'method',
    summary: 'test',
    revision: 1,
    options: z.strictObject({ depth: z.number() }),
    needs: { engine, logger: tokens.logger },
    create: ({ depth }) => {
      log.push(`open method ${depth}`);
      return fakeRetriever(() => log.push('close method'));
    },
  });
  const plugin = definePlugin({ name: 'test', api: 1, components: [backend('slow'), backend('fast'), method] });
  const registry = createRegistry([{ plugin, specifier: 'test', url: 'test:' }]);
  return { log, registry, method, plugin };
};

test('a backend is chosen by probing in the order of preference, and closes after its dependents', async () => {
  const { log, registry, method } = setup({ slow: true, fast: true });
  const wiring = createWiring(registry, [provided(tokens.logger, silentLogger)], { prefer: ['fast'], with: {} });
  const child = wiring.child();
  await child.create(method, { depth: 2 });
  await child[Symbol.asyncDispose]();
  await wiring[Symbol.asyncDispose]();
  expect(log).toEqual(['open fast', 'open method 2', 'close method', 'close fast']);
});

test('an absent device falls back to the next', async () => {
  const { log, registry, method } = setup({ slow: true });
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  const wiring = createWiring(registry, [provided(tokens.logger, logger)], { prefer: ['fast'], with: {} });
  await wiring.create(method, { depth: 1 });
  expect(log[0]).toBe('open slow');
  expect(warnings).toEqual(['Another backend is tried. fast: no device. Buy one.']);
  expect(wiring.child().backendsOf(method)).toMatchObject([{ name: 'slow' }]);
});

test('a backend gets its options; unknown ones are refused before anything is created', async () => {
  const { log, registry, method } = setup({ slow: true, fast: true });
  const given = [provided(tokens.logger, silentLogger)];
  await createWiring(registry, given, { prefer: ['slow'], with: { slow: { cores: 4 } } }).create(method, { depth: 1 });
  expect(log[0]).toBe('open slow with 4');
  const wrong = (settings: Partial<BackendSettings>) => () =>
    createWiring(registry, given, { prefer: [], with: {}, ...settings });
  expect(wrong({ prefer: ['quick'] })).toThrow('No backend is called "quick". Known: fast, slow.');
  expect(wrong({ with: { quick: {} } })).toThrow('No backend is called "quick".');
  expect(wrong({ with: { fast: { coers: 4 } } })).toThrow(/backend\.with\.fast[\s\S]*coers/);
});

test('without any device the error says why and what to do', async () => {
  const { registry, method } = setup({});
  const wiring = createWiring(registry, [provided(tokens.logger, silentLogger)]);
  await expect(wiring.create(method, { depth: 1 })).rejects.toThrow(/slow: no device. Buy one.[\s\S]*fast: no device/);
});

test('without a preference the order of the plugin counts', async () => {
  const { log, registry, method } = setup({ slow: true, fast: true });
  await createWiring(registry, [provided(tokens.logger, silentLogger)]).create(method, { depth: 1 });
  expect(log[0]).toBe('open slow');
});

test('a graphics processor in software is taken only by name', async () => {
  const given = [provided(tokens.logger, silentLogger)];
  const opened = async (available: Parameters<typeof setup>[0], prefer: readonly string[]) => {
    const { log, registry, method } = setup(available);
    await createWiring(registry, given, { prefer, with: {} }).create(method, { depth: 1 });
    return log[0];
  };
  expect(await opened({ slow: 'software', fast: true }, [])).toBe('open fast');
  expect(await opened({ slow: 'software', fast: true }, ['slow'])).toBe('open slow');
  await expect(opened({ slow: 'software' }, [])).rejects.toThrow(/slow: computes in software[\s\S]*fast: no device/);
});

test('every backend is probed, and the one that would be taken is said', async () => {
  const { registry } = setup({ slow: 'software', fast: true });
  const taken = async (prefer: readonly string[]) =>
    (await probeBackends(registry, { prefer, with: {} })).map(({ component, taken }) => [component.name, taken]);
  expect(await taken([])).toEqual([
    ['slow', false],
    ['fast', true],
  ]);
  expect(await taken(['fast', 'slow'])).toEqual([
    ['fast', true],
    ['slow', false],
  ]);
});

test('a need can be asked for, and a scope brings services of its own', async () => {
  const { registry } = setup({ fast: true });
  const wiring = createWiring(registry, [provided(tokens.logger, silentLogger)]);
  expect(await wiring.child([provided(tokens.seed, 7)]).resolve(tokens.seed)).toBe(7);
  expect(await wiring.resolve(engine)).toMatchObject({ name: 'fast' });
  await expect(wiring.resolve(tokens.seed)).rejects.toThrow('Nothing provides sid:seed.');
});

test('a need that nothing fills is named', async () => {
  const { registry, method } = setup({ slow: true });
  await expect(createWiring(registry, []).create(method, { depth: 1 })).rejects.toMatchObject({
    code: 'SID_NEED_UNFILLED',
    message: expect.stringContaining('sid:logger'),
  });
});

test('two plugins with one name are refused, naming both', () => {
  const { plugin } = setup({});
  const twice = [plugin, { ...plugin, name: 'other' }].map((each) => ({
    plugin: each,
    specifier: each.name,
    url: 'x:',
  }));
  expect(() => createRegistry(twice)).toThrow(/"test" and "other"/);
});

test('an unknown component lists the known ones', () => {
  const { registry } = setup({});
  expect(() => registry.find('retriever', 'metod')).toThrow('No retriever is called "metod". Known: method.');
});
