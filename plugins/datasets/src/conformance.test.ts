import { checkDataset } from '@sid/testkit';
import { expect, it } from 'vitest';
import * as z from 'zod';
import plugin from './index.ts';
import { sample100 } from './sample100/component.ts';
import { samplepairs } from './samplepairs/component.ts';
import { givenFor, makeFolder, smallCollection, sounds, tinyWav } from './stand-in.test.helper.ts';

const marks = (...spans: readonly (readonly [number, number])[]) =>
  spans.map(([start_time, end_time]) => ({ start_time, end_time, id: 1, type: 'occurrence' }));

const root = await smallCollection();
const part = await smallCollection({
  'audio/T002.wav': undefined,
  'audio/N002.wav': '',
  'negatives.csv': 'query\nN001\n',
});
const annotations = await makeFolder({
  'S001.json': JSON.stringify({
    sample_id: 'S001',
    query_track_id: 'T001',
    target_track_id: 'T002',
    query_time_annotations: marks([1, 4], [6, 20.5]),
    target_time_annotations: marks([0, 3]),
  }),
});
const pairs = await makeFolder({
  'pairs.csv':
    'pair_id,query_file,reference_file,t_query,t_reference\nP2,q2.wav,r2.wav,,\nP1,q1.wav,r1.wav,3,40\nP3,q3.wav,no.wav,,\n',
  ...sounds(['q1', 'r1', 'q2', 'r2', 'q3'], ''),
  'noise/00/1100.wav': tinyWav(),
  'noise/34/1234.wav': tinyWav(),
});

checkDataset(sample100, { options: { root }, given: givenFor(root) });
checkDataset(sample100, { options: { root: part }, given: givenFor(root), title: 'sample100, in part' });
checkDataset(sample100, {
  options: { root, annotations, shortQueries: 2 },
  given: givenFor(root),
  title: 'sample100, short queries',
});
checkDataset(samplepairs, { options: { root: '.' }, given: givenFor(pairs) });

it('describes every option to editors', () => {
  for (const { options } of plugin.components) {
    const { properties = {}, required } = z.toJSONSchema(options, { io: 'input' });
    expect(required).toEqual(['root']);
    for (const [name, schema] of Object.entries(properties))
      expect([name, typeof schema === 'object' && (schema.description ?? '').length > 10]).toEqual([name, true]);
  }
});

it('brings both data sets', () => {
  expect(plugin.components.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'dataset sample100',
    'dataset samplepairs',
  ]);
});
