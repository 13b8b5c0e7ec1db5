import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Logger } from '@sid/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Fetched, fetchAll } from './download.ts';
import { compareIds } from './order.ts';
import { sample100 } from './sample100/component.ts';
import { extended, origin } from './sample100/origin.ts';
import { failure, givenFor, makeFolder, open, sharedFolder } from './stand-in.test.helper.ts';

const quiet: Logger = { debug: () => {}, info: () => {}, warn: () => {} };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A server on this machine for one test; returns its address. */
const serve = (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      done(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
};

const contents: Readonly<Record<string, string>> = { '/a.csv': 'one', '/b.csv': 'two' };
const files: RequestListener = (request, response) => {
  const content = contents[request.url ?? ''];
  response.writeHead(content === undefined ? 404 : 200).end(content);
};
const wanted = (url: string, folder: string, paths: readonly string[] = ['/a.csv', '/b.csv']): readonly Fetched[] =>
  paths.map((path) => ({
    url: `${url}${path}`,
    file: join(folder, 'deep', path.slice(1)),
    sha256: sha256(contents[path] ?? ''),
    byHand: 'Fetch it by hand.',
  }));
const fetchTo = (list: readonly Fetched[], signal = new AbortController().signal) =>
  fetchAll(list, { logger: quiet, signal });

describe('fetching files', () => {
  it('writes what came and leaves nothing else behind', async () => {
    const folder = await makeFolder();
    const list = wanted(await serve(files), folder);
    expect(await fetchTo(list)).toEqual(list.map(({ file }) => file));
    expect((await readdir(join(folder, 'deep'))).sort()).toEqual(['a.csv', 'b.csv']);
    expect(await readFile(join(folder, 'deep', 'b.csv'), 'utf8')).toBe('two');
  });

  it('asks for nothing that is already there', async () => {
    const folder = await makeFolder({ 'deep/a.csv': 'one' });
    const asked: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url);
      files(request, response);
    });
    expect(await fetchTo(wanted(url, folder))).toEqual([join(folder, 'deep', 'b.csv')]);
    expect(await fetchTo(wanted(url, folder))).toEqual([]);
    expect(asked).toEqual(['/b.csv']);
  });

  it("never replaces a file of the user's, and then writes no other either", async () => {
    const folder = await makeFolder({ 'deep/b.csv': 'mine' });
    const error = await failure(fetchTo(wanted(await serve(files), folder)));
    expect(error.code).toBe('SID_DOWNLOAD_FAILED');
    expect(error.message).toContain('b.csv is already there and is not the published file');
    expect(await readdir(join(folder, 'deep'))).toEqual(['b.csv']);
    expect(await readFile(join(folder, 'deep', 'b.csv'), 'utf8')).toBe('mine');
  });

  it('refuses other content, and then writes nothing', async () => {
    const folder = await makeFolder();
    const url = await serve((_request, response) => response.end('one'));
    const error = await failure(fetchTo(wanted(url, folder)));
    expect(error.code).toBe('SID_DOWNLOAD_FAILED');
    expect(error.message).toContain(`SHA-256 ${sha256('one')} instead of ${sha256('two')}`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('tells the answer of the server, and how to do without it', async () => {
    const folder = await makeFolder();
    const error = await failure(fetchTo(wanted(await serve(files), folder, ['/c.csv'])));
    expect(error.message).toMatch(/\/c\.csv: the server answered 404\. Fetch it by hand\.$/);
  });

  it('tells that nothing answers', async () => {
    const url = await serve(files);
    const port = Number(new URL(url).port);
    const closed = await new Promise<string>((done) => {
      const server = createServer();
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const free = typeof address === 'object' && address !== null ? address.port : port;
        server.close(() => done(`http://127.0.0.1:${free}`));
      });
    });
    const error = await failure(fetchTo(wanted(closed, await makeFolder())));
    expect(error.code).toBe('SID_DOWNLOAD_FAILED');
    expect(error.message).toMatch(/cannot be fetched \(.*ECONNREFUSED.*\)\. Fetch it by hand\./);
  });

  it('tells that the connection broke', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setImmediate(() => response.destroy());
    });
    const folder = await makeFolder();
    expect((await failure(fetchTo(wanted(url, folder)))).message).toContain('cannot be fetched');
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends what never ends', async () => {
    const block = Buffer.alloc(2 ** 20);
    const url = await serve((_request, response) => {
      const send = (): void => {
        while (response.writable && response.write(block));
      };
      response.on('drain', send);
      send();
    });
    expect((await failure(fetchTo(wanted(url, await makeFolder(), ['/a.csv'])))).message).toContain('more than');
  });

  it('stops when asked to', async () => {
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    expect((await failure(fetchTo(wanted(url, await makeFolder()), stop.signal))).code).toBe('SID_INTERRUPTED');
  });

  it('tells that a folder cannot be written', async () => {
    const folder = await makeFolder({ deep: 'a file where a folder is needed' });
    const error = await failure(fetchTo(wanted(await serve(files), folder)));
    expect(error.code).toBe('SID_STORAGE_FAILED');
  });
});

describe('sid datasets get sample100', () => {
  it('asks the public repositories at fixed commits', () => {
    for (const { source } of [origin, extended])
      expect(source).toMatch(/^https:\/\/raw\.githubusercontent\.com\/[\w-]+\/[\w-]+\/[0-9a-f]{40}$/);
  });

  it('refuses other files, naming licence and repository', async () => {
    const root = join(await makeFolder(), 'new');
    const messages: string[] = [];
    const source = await serve((_request, response) => response.end('sample_id\n'));
    const dataset = await open(sample100, { root, source: `${source}/` }, givenFor(root, messages));
    const error = await failure(dataset.download?.() ?? Promise.resolve());
    expect(error.message).toContain('https://github.com/jvbalen/sample_100');
    expect(messages.join()).toContain('GPL-3.0');
    expect(await readdir(join(root, '..'))).toEqual([]);
  });

  it('fetches the published tables into the folder, from where they can be read', async ({ skip }) => {
    const published = await sharedFolder('sample100');
    const more = await sharedFolder('sample100-ext');
    if (published === undefined || more === undefined)
      return skip('the published metadata does not lie beside the repository');
    const root = await makeFolder();
    const asked: string[] = [];
    const at: Readonly<Record<string, string>> = {
      '/one/samples.csv': join(published, 'samples.csv'),
      '/one/tracks.csv': join(published, 'tracks.csv'),
      '/two/data/annotations_full.json': join(more, 'index', 'annotations_full.json'),
      '/two/sample100-ext/samples.csv': join(more, 'samples.csv'),
    };
    const url = await serve((request, response) => {
      asked.push(request.url ?? '');
      readFile(at[request.url ?? ''] ?? '').then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    const options = { root, annotations: join(root, 'ext'), source: `${url}/one`, annotationsSource: `${url}/two` };
    const dataset = await open(sample100, options);
    expect(await dataset.download?.()).toEqual(
      ['samples.csv', 'tracks.csv', 'ext/annotations_full.json', 'ext/samples.csv'].map((path) => join(root, path)),
    );
    expect(asked.sort(compareIds)).toEqual(Object.keys(at));
    await mkdir(join(root, 'audio'));
    for (const id of ['T001', 'T002']) await writeFile(join(root, 'audio', `${id}.mp3`), 'ID3');
    const { relations, leftOut } = await dataset.collect();
    expect(relations.map(({ id, tempoRatio }) => [id, tempoRatio])).toEqual([['S001', 1.03]]);
    expect(leftOut).toHaveLength(105 + 74 + 67);
  });
});
