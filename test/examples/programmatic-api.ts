import { openSid } from '@sid/runtime';

/** Arrays of one file, and what it samples of the music in a folder. */
export const example = async (folder: string) => {
  await using sid = await openSid({
    folder,
    config: {
      methods: {
        'landmark-invariant': { retriever: 'landmark-invariant' },
        gnn: {
          frontend: { use: 'mel', preset: 'bhattacharjee-2025' },
          encoder: { use: 'gnn', preset: 'tiny' },
          window: { hopSeconds: 1 },
        },
      },
    },
  });

  const { matrix, framesPerSecond } = await sid.features('new-song.wav', { use: 'vqt', preset: 'riou-2025' });
  const seconds = matrix.cols / framesPerSecond; // matrix.data: bins × frames, one bin after the other

  const { windows, vectors } = await sid.embeddings(['new-song.wav'], 'gnn');
  const [first] = windows; // vectors.data: windows × dimensions; row 0 stands for first.from … first.to

  await sid.addToIndex('my-index', ['music'], 'landmark-invariant');
  const { scoreMeaning, files } = await sid.identify('my-index', ['new-song.wav'], { limit: 3 });
  const [best] = files[0]?.matches ?? [];

  return { bins: matrix.rows, seconds, dims: vectors.cols, first, scoreMeaning, best };
};
