import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Audio, createRandom } from '@sid/core';
import { encodeWav } from '@sid/dsp';
import { excerpt, syntheticTrack } from '@sid/testkit';

const sampleRate = 16_000;
const seconds = 12;

/** Three seconds of `reference` over a quiet track of its own: what a producer does, without any change. */
const sampling = (reference: Audio, seed: number): Audio => {
  const bed = syntheticTrack(seed, seconds, sampleRate);
  const samples = bed.samples.map((x) => 0.2 * x);
  const taken = excerpt(reference, 4, 7).samples;
  taken.forEach((x, i) => {
    samples[i + 5 * sampleRate] = (samples[i + 5 * sampleRate] ?? 0) + 0.7 * x;
  });
  return { ...bed, samples };
};

export interface CollectionSize {
  /** References, and as many queries. */
  readonly references: number;
  readonly noise: number;
}

/** A collection in the layout of Sample100, of generated audio. Track T001 is sampled by T002, T003 by T004, … */
export const writeCollection = async (root: string, { references, noise }: CollectionSize): Promise<void> => {
  await mkdir(join(root, 'audio'), { recursive: true });
  const put = (id: string, audio: Audio) =>
    writeFile(join(root, 'audio', `${id}.wav`), encodeWav(audio.samples, audio.sampleRate, 'int16'));
  const samples = [
    'sample_id,original_track_id,sample_track_id,t_original,t_sample,n_repetitions,sample_type,interpolation,comments',
  ];
  const tracks = ['track_id,artist,title,year,genre'];
  const noises = ['track_id,artist,title,year,genre'];
  const random = createRandom('collection');
  const three = (n: number): string => String(n).padStart(3, '0');
  for (let i = 0; i < references; i++) {
    const [original, query] = [`T${three(2 * i + 1)}`, `T${three(2 * i + 2)}`];
    const reference = syntheticTrack(random.int(1e6), seconds, sampleRate);
    await put(original, reference);
    await put(query, sampling(reference, random.int(1e6)));
    samples.push(`S${three(i + 1)},${original},${query},4,5,1,${i % 2 === 0 ? 'beat' : 'riff'},no,`);
    tracks.push(`${original},Somebody,Original ${i},1970,Soul`, `${query},Somebody else,Query ${i},1990,Hip-hop`);
  }
  for (let i = 0; i < noise; i++) {
    await put(`N${three(i + 1)}`, syntheticTrack(random.int(1e6), seconds, sampleRate));
    noises.push(`N${three(i + 1)},Nobody,Noise ${i},1980,Pop`);
  }
  await writeFile(join(root, 'samples.csv'), `${samples.join('\n')}\n`);
  await writeFile(join(root, 'tracks.csv'), `${tracks.join('\n')}\n`);
  await writeFile(join(root, 'noise.csv'), `${noises.join('\n')}\n`);
};
