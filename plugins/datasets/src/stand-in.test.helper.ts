import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Component, type Dataset, SidError } from '@sid/core';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A WAV of `frames` silent 16-bit frames at 8 kHz. */
export const tinyWav = (frames = 8): Uint8Array => {
  const bytes = Buffer.alloc(44 + 2 * frames);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * frames, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(16_000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * frames, 40);
  return bytes;
};

/** A folder in the system's place for such, removed after the tests of the file. */
export const makeFolder = async (files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'sid-datasets-'));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
};

/** `audio/<id>.wav` for each id. */
export const sounds = (ids: readonly string[], below = 'audio/'): Record<string, Uint8Array> =>
  Object.fromEntries(ids.map((id) => [`${below}${id}.wav`, tinyWav()]));

/** What fills the needs of these data sets; `messages` collects what is logged. */
export const givenFor = (baseFolder: string, messages: string[] = []): Readonly<Record<string, unknown>> => {
  const log = (message: string): void => {
    messages.push(message);
  };
  return {
    baseFolder,
    logger: { debug: log, info: log, warn: log },
    signal: new AbortController().signal,
  };
};

export const open = (
  component: Component<'dataset'>,
  options: unknown,
  given: Readonly<Record<string, unknown>> = givenFor(tmpdir()),
): Promise<Dataset> => component.create(component.options.parse(options), given);

/** The SidError that `promise` rejects with. */
export const failure = async (promise: Promise<unknown>): Promise<SidError> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SidError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
};

/** Folder of real metadata beside the repository; undefined where it is not there. */
export const sharedFolder = async (name: string): Promise<string | undefined> => {
  const folder = fileURLToPath(new URL(`../../../../shared/data/${name}`, import.meta.url));
  return readdir(folder).then(
    () => folder,
    () => undefined,
  );
};

const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  `${rows.map((row) => row.join(',')).join('\n')}\n`;

/**
 * A stand-in in Sample100's format: queries T001, T003, T005; references T002, T004; T001 samples both. Noise N001,
 * N002 are files that no table names. The relations are S001, S002, S004 and S005.
 */
export const smallTables = {
  'samples.csv': csv([
    [
      ...['sample_id', 'original_track_id', 'sample_track_id', 't_original', 't_sample'],
      ...['n_repetitions', 'sample_type', 'interpolation', 'comments'],
    ],
    ['S001', 'T002', 'T001', 10, 4, 4, 'riff', 'no', ' first'],
    ['S002', 'T004', 'T001', 5, 30, 2, 'beat', 'maybe', ' '],
    ['S004', 'T004', 'T003', 7, 12, 9, 'One note', 'no', ' '],
    ['S005', 'T002', 'T005', 1, 2, 1, 'riff', 'yes', ' '],
  ]),
  'tracks.csv': csv([
    ['track_id', ' artist', ' title', ' year', ' genre'],
    ['T001', ' Asker', ' One', ' 1994', ' Hip-hop'],
    ['T002', ' Source', ' Two', ' 1970', ' Soul'],
    ['T003', ' Asker', ' Three', ' 1995', ' Hip-hop'],
    ['T004', ' Source', ' Four', ' 1971', ' Funk'],
    ['T005', ' Other', ' Five', ' 1996', ' Hip-hop'],
  ]),
} as const;

const smallIds = ['T001', 'T002', 'T003', 'T004', 'T005', 'N001', 'N002'] as const;

/** The whole stand-in, `changes` put over it; a file changed to undefined is left out. */
export const smallCollection = (
  changes: Readonly<Record<string, string | Uint8Array | undefined>> = {},
): Promise<string> => {
  const files: Record<string, string | Uint8Array | undefined> = { ...smallTables, ...sounds(smallIds), ...changes };
  const kept = Object.entries(files).filter((entry): entry is [string, string | Uint8Array] => entry[1] !== undefined);
  return makeFolder(Object.fromEntries(kept));
};
