import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Locked {
  readonly packages: Readonly<
    Record<string, { readonly license?: string; readonly link?: boolean; readonly dev?: boolean }>
  >;
}

test('no dependency is under a copyleft licence', () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as Locked;
  const foreign = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  expect(foreign.length).toBeGreaterThan(50);
  const copyleft = foreign.filter(([, { license }]) => /GPL/i.test(license ?? ''));
  expect(copyleft.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
});

describe('decoders.wasm', () => {
  const folder = join(import.meta.dirname, '../packages/runtime/decoders');
  const notices = readFileSync(join(folder, 'NOTICES.md'), 'utf8');
  const lock = readFileSync(join(folder, 'Cargo.lock'), 'utf8');
  const rows = [...notices.matchAll(/^\| (\S+) (\d\S*) \| ([^|]+) \| (\S+) \|$/gm)].map(
    ([, name = '', version = '', licence = '', source = '']) => ({ name, version, licence, source }),
  );
  /** Part of the build, and of no module for WebAssembly: a helper of build scripts, and what is for other processors. */
  const outside = new Set(['autocfg', 'safe_arch', 'sid-decoders']);
  const locked = [...lock.matchAll(/^name = "(.+)"\nversion = "(.+)"$/gm)]
    .map(([, name = '', version = '']) => ({ name, version }))
    .filter(({ name }) => !outside.has(name));

  test('every crate in it is listed, in the version that was compiled', () => {
    expect(locked.length).toBeGreaterThan(10);
    expect(rows.map(({ name, version }) => ({ name, version }))).toEqual(locked);
  });

  test.each(rows)('$name: one of its licences is permissive, and its text is there', ({ name, licence }) => {
    const permissive = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'Zlib'];
    expect(licence.split(' OR ').some((each) => permissive.includes(each))).toBe(true);
    const headings = [...notices.matchAll(/^## ([^\n]+)\n\n```text\n(.+?)\n```/gms)];
    const text = headings.find(([, names = '']) => names.split(', ').includes(name))?.[2] ?? '';
    expect(text.length).toBeGreaterThan(500);
  });
});
