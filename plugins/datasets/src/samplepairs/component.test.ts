import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failure, givenFor, makeFolder, open, sounds, tinyWav } from '../stand-in.test.helper.ts';
import { samplepairs } from './component.ts';

const header = 'pair_id,query_file,reference_file,t_query,t_reference,query_artist,query_title,class\n';
const whole = {
  'lists/pairs.csv': `${header}P2,../music/c.wav,../music/d.wav,,,,,\nP1,../music/a.wav,../music/b.wav,12.5,3,Asker,One,loop\n`,
  ...sounds(['a', 'b', 'c', 'd'], 'music/'),
  'jamendo/00/1100.low.mp3': 'ID3',
  'jamendo/14/214.mp3': 'ID3',
  'jamendo/14/notes.txt': 'x',
};
const collect = async (folder: string, options: object = {}) =>
  (await open(samplepairs, { root: '.', pairs: 'lists/pairs.csv', ...options }, givenFor(folder))).collect();
const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);

describe('samplepairs', () => {
  it('reads pairs against the folder of their list, with titles, times and class where known', async () => {
    const folder = await makeFolder(whole);
    const { references, queries, relations, leftOut, notes } = await collect(folder);
    expect(queries[0]).toEqual({
      id: 'P1-query',
      role: 'query',
      file: join(folder, 'music/a.wav'),
      title: 'Asker – One',
    });
    expect(references[1]).toEqual({ id: 'P2-reference', role: 'reference', file: join(folder, 'music/d.wav') });
    const [first, second] = relations;
    expect(first).toEqual({
      id: 'P1',
      query: 'P1-query',
      reference: 'P1-reference',
      inQuery: [{ from: 12.5 }],
      inReference: [{ from: 3 }],
      class: 'loop',
    });
    expect(second?.inQuery).toEqual([]);
    expect(leftOut).toEqual([]);
    expect(notes[0]).toBe('2 of 2 pairs can be evaluated (2 references, 0 noise tracks).');
  });

  it('takes all sound below the noise folder but the recordings of the pairs', async () => {
    const folder = await makeFolder(whole);
    const noise = async (option: object) =>
      (await collect(folder, option)).references.filter(({ role }) => role === 'noise').map(({ id }) => id);
    expect(await noise({ noise: 'jamendo' })).toEqual(['00/1100', '14/214']);
    expect(await noise({ noise: '.' })).toEqual(['jamendo/00/1100', 'jamendo/14/214']);
  });

  it('chooses noise by a list of paths, numbers or tables of MTG-Jamendo', async () => {
    const list = '# mine\nTRACK_ID\tARTIST_ID\ntrack_0000214\tartist_1\n\n00/1100.mp3\r\n99\n';
    const folder = await makeFolder({ ...whole, 'noise.txt': list });
    const { references, leftOut } = await collect(folder, { noise: 'jamendo', noiseList: 'noise.txt' });
    expect(references.filter(({ role }) => role === 'noise').map(({ id }) => id)).toEqual(['00/1100', '14/214']);
    expect(leftOut.map(({ id }) => id)).toEqual(['99/99']);
  });

  it('leaves out noise that is empty or has the id of a recording of a pair', async () => {
    const folder = await makeFolder({
      ...whole,
      'noise/P1-query.wav': tinyWav(),
      'noise/x.wav': '',
      'noise/y.wav': tinyWav(),
    });
    const { references, leftOut } = await collect(folder);
    expect(ids(references)).toEqual(['P1-reference', 'P2-reference', 'y']);
    expect(ids(leftOut)).toEqual(['P1-query (noise)', 'x (noise)']);
  });

  it('runs on the pairs that are there', async () => {
    const folder = await makeFolder({ ...whole, 'music/c.wav': '' });
    const { references, relations, leftOut } = await collect(folder);
    expect(ids(relations)).toEqual(['P1']);
    expect(ids(references)).toEqual(['P1-reference', 'P2-reference']);
    expect(leftOut.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'P2: The pair is incomplete: no sound for its query.',
      'P2-query: No sound for this query.',
    ]);
  });

  it('leaves out rows that reuse an id or a file, or whose times are none', async () => {
    const rows =
      'P1,../music/c.wav,../music/d.wav,,,,,\nP3,../music/a.wav,../music/d.wav,,,,,\nP4,../music/c.wav,../music/d.wav,1:20,,,,\n';
    const pairs = `${header}P1,../music/a.wav,../music/b.wav,,,,,\n${rows}`;
    const { relations, leftOut } = await collect(await makeFolder({ ...whole, 'lists/pairs.csv': pairs }));
    expect(ids(relations)).toEqual(['P1']);
    expect(ids(leftOut)).toEqual(['P1 (line 3)', 'P3 (line 4)', 'P4']);
    expect(leftOut[2]?.reason).toBe('Line 5: t_query is "1:20", which is not a number of seconds from 0 up.');
  });

  it('tells missing from corrupt, noise included', async () => {
    const folder = await makeFolder({
      ...whole,
      'music/a.wav': 'text',
      'jamendo/14/214.mp3': '',
      'noise.txt': '7\n14/214\n',
    });
    const options = { root: folder, pairs: 'lists/pairs.csv', noise: 'jamendo', noiseList: 'noise.txt' };
    const { missing, corrupt } = await (await open(samplepairs, options, givenFor(folder))).validate();
    expect(ids(missing)).toEqual(['07/7']);
    expect(ids(corrupt)).toEqual(['14/214', 'P1-query']);
  });

  it('says what is wrong with its options', async () => {
    expect(samplepairs.options.safeParse({}).error?.issues[0]?.message).toContain('samplepairs needs "root"');
    const folder = await makeFolder({ ...whole, 'binary.txt': tinyWav() });
    const failed = async (options: object) => (await failure(collect(folder, options))).message;
    expect(await failed({ pairs: 'none.csv' })).toContain('none.csv: cannot be read');
    expect(await failed({ noise: 'none' })).toContain('does not exist. Correct the option "noise"');
    expect(await failed({ noise: 'jamendo', noiseList: 'none.txt' })).toContain('Correct the option "noiseList"');
    expect(await failed({ noise: 'jamendo', noiseList: 'binary.txt' })).toContain('is not a text file');
  });

  it('cannot evaluate a list without any complete pair', async () => {
    const error = await failure(collect(await makeFolder({ 'lists/pairs.csv': whole['lists/pairs.csv'] })));
    expect(error.code).toBe('SID_DATASET_EMPTY');
    expect(error.message).toContain('None of the 2 pairs');
  });
});
