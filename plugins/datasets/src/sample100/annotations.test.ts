import { describe, expect, it } from 'vitest';
import { failure, makeFolder, open, smallCollection } from '../stand-in.test.helper.ts';
import { readAnnotations } from './annotations.ts';
import { sample100 } from './component.ts';

const span = (start_time: number, end_time: number, type?: string) => ({ start_time, end_time, id: 1, type });
const single = (sample_id: string, query: string, target: string, marks: readonly object[]): string =>
  JSON.stringify({
    sample_id,
    query_track_id: query,
    target_track_id: target,
    query_time_annotations: marks,
    target_time_annotations: [span(10.1, 14.2)],
  });

const files = {
  'annotations/S001.json': single('S001', 'T001', 'T002', [span(4, 8), span(20, 40)]),
  'annotations/S002.json': single('S002', 'T001', 'T004', [span(30.5, 33)]),
  'annotations/S004.json': single('S004', 'T003', 'T004', [span(0, 0.5)]),
  'samples.csv': 'sample_id,estimated_tempo_ratio,interpolation\nS001,1.03,no\nS002,0.95,no\n',
};

describe('the extended annotations', () => {
  it('give every occurrence, the tempo ratio and the corrected label', async () => {
    const dataset = await open(sample100, {
      root: await smallCollection(),
      annotations: await makeFolder(files),
      interpolation: 'exclude',
    });
    const { relations, notes } = await dataset.collect();
    // S002 is "maybe" in samples.csv and "no" by the annotations; S005 has none and stays "yes".
    expect(relations.map(({ id, tempoRatio }) => [id, tempoRatio])).toEqual([
      ['S001', 1.03],
      ['S002', 0.95],
      ['S004', undefined],
    ]);
    expect(relations[0]?.inQuery).toEqual([
      { from: 4, to: 8 },
      { from: 20, to: 40 },
    ]);
    expect(relations[0]?.inReference).toEqual([{ from: 10.1, to: 14.2 }]);
    expect(notes.join()).not.toContain('No extended annotations');
  });

  it('make queries of stretches, relevant for whatever else is heard in them', async () => {
    const dataset = await open(sample100, {
      root: await smallCollection(),
      annotations: await makeFolder(files),
      shortQueries: 2,
    });
    const { queries, relations, notes, leftOut } = await dataset.collect();
    expect(queries.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['T001-S001-001', 4, 8],
      ['T001-S001-002', 20, 40],
      ['T001-S002-001', 30.5, 33],
    ]);
    expect(relations.map(({ id, query, reference, inQuery }) => [id, query, reference, inQuery])).toEqual([
      ['T001-S001-001-S001', 'T001-S001-001', 'T002', [{ from: 0, to: 4 }]],
      ['T001-S001-002-S001', 'T001-S001-002', 'T002', [{ from: 0, to: 20 }]],
      ['T001-S001-002-S002', 'T001-S001-002', 'T004', [{ from: 10.5, to: 13 }]],
      ['T001-S002-001-S001', 'T001-S002-001', 'T002', [{ from: 0, to: 2.5 }]],
      ['T001-S002-001-S002', 'T001-S002-001', 'T004', [{ from: 0, to: 2.5 }]],
    ]);
    expect(notes.slice(2)).toEqual([
      'No extended annotations for S005: only their start in whole seconds.',
      'Queries are the 3 annotated presences of at least 2 s, each on its own.',
      'None that long: S004, S005.',
    ]);
    expect(leftOut).toEqual([]);
  });

  it('are read from the merged file, too', async () => {
    const merged = [
      { sample_id: 'S001', query_file: 'T001.mp3', ref_file: 'T002.mp3', query: [span(1, 2)], ref: [span(3, 4)] },
    ];
    const { occurrences } = await readAnnotations(
      await makeFolder({ 'annotations_full.json': JSON.stringify(merged) }),
    );
    expect([...occurrences.values()]).toEqual([
      {
        id: 'S001',
        query: 'T001',
        reference: 'T002',
        inQuery: [{ from: 1, to: 2 }],
        inReference: [{ from: 3, to: 4 }],
      },
    ]);
  });

  it('are not taken where they mean another relation', async () => {
    const annotations = await makeFolder({ 'S001.json': single('S001', 'T009', 'T002', [span(6, 8)]) });
    const dataset = await open(sample100, { root: await smallCollection(), annotations });
    expect((await dataset.collect()).relations[0]?.inQuery).toEqual([{ from: 4 }]);
    expect((await dataset.validate()).corrupt.map(({ id }) => id)).toEqual(['S001']);
  });

  it('fail with the file and the member that is wrong', async () => {
    const bad = await failure(readAnnotations(await makeFolder({ 'S001.json': '{"sample_id":"S001"}' })));
    expect(bad.code).toBe('SID_DATASET_METADATA');
    expect(bad.message).toMatch(/S001\.json: does not have the expected form[\s\S]*query_track_id/);
    const broken = await failure(readAnnotations(await makeFolder({ 'S001.json': '{' })));
    expect(broken.message).toContain('cannot be read as JSON');
    const none = await failure(readAnnotations(await makeFolder()));
    expect(none.message).toContain('holds no extended annotations');
  });

  it('leave nothing where no presence is as long as asked for', async () => {
    const dataset = await open(sample100, {
      root: await smallCollection(),
      annotations: await makeFolder(files),
      shortQueries: 600,
    });
    const error = await failure(dataset.collect());
    expect(error.code).toBe('SID_DATASET_EMPTY');
    expect(error.message).toContain('as long as shortQueries asks');
  });
});
