import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Collection, Component, Dataset, Recording, Validation } from '@sid/core';
import { beforeAll, describe, expect, it } from 'vitest';

export interface DatasetCheck {
  /** Parsed by the component's own schema, as the runtime does. */
  readonly options?: unknown;
  /** What fills the component's needs, by the names it uses. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** What the tests are listed under; the component's name where absent. */
  readonly title?: string;
}

/**
 * Registers the tests that every data set has to pass: `checkDataset(mine, { options })` at the top level of a test
 * file is all. The collection must hold at least one query that can be evaluated; a tiny stand-in does.
 */
export const checkDataset = (component: Component<'dataset'>, check: DatasetCheck = {}): void => {
  const open = (): Promise<Dataset> =>
    component.create(component.options.parse(check.options ?? {}), check.given ?? {});

  describe(`data set ${check.title ?? component.name}`, () => {
    let dataset: Dataset;
    let collection: Collection;
    let validation: Validation;
    let all: readonly Recording[];
    beforeAll(async () => {
      dataset = await open();
      collection = await dataset.collect();
      validation = await dataset.validate();
      all = [...collection.references, ...collection.queries];
    });
    const ids = (role: Recording['role']): ReadonlySet<string> =>
      new Set(all.filter((recording) => recording.role === role).map(({ id }) => id));

    it('says what it is, where it comes from and under which terms', () => {
      const { name, version, licence, citation, description, generated } = dataset.info;
      expect(name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
      for (const text of [version, licence, citation, description]) expect(text.trim()).not.toBe('');
      expect(typeof generated).toBe('boolean');
    });

    it('has queries, references and relations', () => {
      expect(ids('query').size).toBeGreaterThan(0);
      expect(ids('reference').size).toBeGreaterThan(0);
      expect(collection.relations.length).toBeGreaterThan(0);
    });

    it('uses each id once, for recordings and for relations', () => {
      expect(repeated(all.map(({ id }) => id))).toEqual([]);
      expect(repeated(collection.relations.map(({ id }) => id))).toEqual([]);
      expect(all.filter(({ id }) => id.trim() !== id || id === '')).toEqual([]);
    });

    it('keeps the index apart from what is asked of it', () => {
      const wrong = (list: readonly Recording[], roles: readonly string[]) =>
        list.filter(({ role }) => !roles.includes(role));
      expect(wrong(collection.references, ['reference', 'noise'])).toEqual([]);
      expect(wrong(collection.queries, ['query', 'negative'])).toEqual([]);
    });

    it('relates queries to references that it has, every query to at least one, no negative to any', () => {
      const { relations } = collection;
      expect(relations.filter(({ query }) => !ids('query').has(query))).toEqual([]);
      expect(relations.filter(({ reference }) => !ids('reference').has(reference))).toEqual([]);
      const related = new Set(relations.map(({ query }) => query));
      expect([...ids('query')].filter((id) => !related.has(id))).toEqual([]);
    });

    it('names files by absolute paths that exist and are not empty', async () => {
      expect(all.filter(({ file }) => !isAbsolute(file))).toEqual([]);
      const faults: string[] = [];
      for (const file of new Set(all.map((recording) => recording.file))) {
        const found = await stat(file).catch(() => undefined);
        if (found === undefined || !found.isFile() || found.size === 0) faults.push(file);
      }
      expect(faults).toEqual([]);
    });

    it('gives times in order and from 0 up, on the clock of each recording', () => {
      const outOfOrder = ({ from = 0, to }: { readonly from?: number; readonly to?: number }): boolean =>
        !(from >= 0 && Number.isFinite(from) && (to === undefined || (to >= from && Number.isFinite(to))));
      expect(all.filter(outOfOrder)).toEqual([]);
      const lengths = new Map(
        all.flatMap(({ id, from = 0, to }) => (to === undefined ? [] : [[id, to - from] as const])),
      );
      for (const relation of collection.relations) {
        expect([...relation.inQuery, ...relation.inReference].filter(outOfOrder)).toEqual([]);
        // An excerpt has a clock of its own; annotations are rounded at most to milliseconds.
        const length = (lengths.get(relation.query) ?? Number.POSITIVE_INFINITY) + 1e-3;
        expect(relation.inQuery.filter(({ from, to = from }) => to > length)).toEqual([]);
      }
    });

    it('gives transpositions, tempo ratios and levels that are numbers', () => {
      for (const { id, semitones = 0, tempoRatio = 1, levelDb = 0 } of collection.relations) {
        expect([id, Number.isFinite(semitones), Number.isFinite(levelDb)]).toEqual([id, true, true]);
        expect([id, tempoRatio > 0 && Number.isFinite(tempoRatio)]).toEqual([id, true]);
      }
    });

    it('says why something is left out, and leaves out nothing that it has', () => {
      const { leftOut, relations } = collection;
      expect(leftOut.filter(({ id, reason }) => id === '' || reason.trim() === '')).toEqual([]);
      const used = new Set([...all.map(({ id }) => id), ...relations.map(({ id }) => id)]);
      expect(leftOut.filter(({ id }) => used.has(id))).toEqual([]);
      expect(collection.notes.filter((note) => note.trim() === '')).toEqual([]);
    });

    it('lists the same again, in the same order, and crosses threads', async () => {
      expect(await (await open()).collect()).toEqual(collection);
      expect(structuredClone(collection)).toEqual(collection);
      expect(structuredClone(dataset.info)).toEqual(dataset.info);
    });

    it('validates: what it uses is neither missing nor corrupt', () => {
      const { missing, corrupt } = validation;
      expect([...missing, ...corrupt].filter(({ id, reason }) => id === '' || reason.trim() === '')).toEqual([]);
      const used = new Set(all.map(({ id }) => id));
      expect(missing.filter(({ id }) => used.has(id))).toEqual([]);
      const files = new Set(all.map(({ file }) => file));
      expect(corrupt.filter(({ file }) => file !== undefined && files.has(file))).toEqual([]);
    });
  });
};

const repeated = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);
