import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lockFolder } from './folder-lock.ts';

const testFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'sid-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

it('lets one at a time into a folder, which it makes', async () => {
  const folder = join(await testFolder(), 'a/b');
  {
    using _ = await lockFolder(folder, 'training');
    await expect(lockFolder(folder, 'training')).rejects.toMatchObject({
      code: 'SID_FOLDER_BUSY',
      message: `Another training is going on in "${folder}".`,
    });
  }
  using _ = await lockFolder(folder, 'training');
});

it('is free at once when the process that had it was killed', async () => {
  const folder = await testFolder();
  const holder = join(folder, 'holder.mjs');
  await writeFile(
    holder,
    `import { lockFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)};
     globalThis.held = await lockFolder(${JSON.stringify(folder)}, 'training');
     console.log('held');
     setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, ['--conditions=@sid/source', holder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(lockFolder(folder, 'training')).rejects.toMatchObject({ code: 'SID_FOLDER_BUSY' });
  child.kill('SIGKILL');
  await once(child, 'close');
  using _ = await lockFolder(folder, 'training');
});

it('says so where no file can be locked', async () => {
  const file = join(await testFolder(), 'file');
  await writeFile(file, '');
  await expect(lockFolder(file, 'training')).rejects.toMatchObject({ code: 'SID_STORAGE_FAILED' });
});
