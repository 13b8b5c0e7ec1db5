import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { atomicWrite } from './atomic-write.ts';
import { cachePath, createStore } from './store.ts';

const temporary = () => mkdtemp(join(tmpdir(), 'sid-store-'));

test('a file is made once, whatever the order of the key', async () => {
  const store = createStore(await temporary());
  let made = 0;
  const make = async () => {
    made += 1;
    return Uint8Array.of(1, 2, 3);
  };
  expect(await store.peek('k', { a: 1, b: 2 }, 'wav')).toBeUndefined();
  const first = await store.file('k', { a: 1, b: 2 }, 'wav', make);
  const second = await store.file('k', { b: 2, a: 1 }, 'wav', make);
  expect(second).toBe(first);
  expect(made).toBe(1);
  expect([...(await readFile(first))]).toEqual([1, 2, 3]);
  expect(JSON.parse(await readFile(first.replace('.wav', '.json'), 'utf8'))).toEqual({
    kind: 'k',
    key: { a: 1, b: 2 },
  });
});

test('a failed make leaves nothing', async () => {
  const folder = await temporary();
  const store = createStore(folder);
  const failing = async () => {
    throw new Error('no');
  };
  await expect(store.file('k', 1, 'bin', failing)).rejects.toThrow('no');
  expect(await store.peek('k', 1, 'bin')).toBeUndefined();
});

test('an unwritable place is named, and no temporary file stays', async () => {
  const folder = await temporary();
  await writeFile(join(folder, 'file'), '');
  await expect(atomicWrite(join(folder, 'file', 'below'), 'x')).rejects.toMatchObject({ code: 'SID_STORAGE_FAILED' });
  expect(await readdir(folder)).toEqual(['file']);
});

test('equal keys share a path, others do not', () => {
  expect(cachePath('/c', 'k', { a: 1, b: undefined }, 'x')).toBe(cachePath('/c', 'k', { a: 1 }, 'x'));
  expect(cachePath('/c', 'k', 1, 'x')).not.toBe(cachePath('/c', 'k', 2, 'x'));
  expect(dirname(dirname(cachePath('/c', 'k', 1, 'x')))).toBe('/c/k');
});
