import { expect, it } from 'vitest';
import { fileDigest } from './file-digest.ts';
import { temporaryFile } from './fixtures.test.helper.ts';

it('is the SHA-256 of the content', async () => {
  const file = await temporaryFile('x', new TextEncoder().encode('abc'));
  expect(await fileDigest(file)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('names a file that is not there', async () => {
  await expect(fileDigest('/none/such.wav')).rejects.toMatchObject({ code: 'SID_AUDIO_UNREADABLE' });
});
