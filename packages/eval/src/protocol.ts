import type { Protocol } from './board.ts';

/** How a board is computed unless a configuration says otherwise. */
export const defaultProtocol: Protocol = {
  metrics: [
    'MAP',
    'HR@1',
    'HR@5',
    'HR@10',
    'MRR',
    'mNR',
    'medNR',
    'LocRef@5',
    'LocQuery@5',
    'SemitoneError',
    'TempoError',
  ],
  interval: 'normal',
  ties: 'expectation',
  toleranceSeconds: 5,
  bootstrapSamples: 10_000,
  permutations: 20_000,
  seed: 1,
};

/**
 * The default protocol with some members changed. A changed tolerance also changes the default localisation metrics.
 */
export const completeProtocol = (given: Partial<Protocol>): Protocol => ({
  ...defaultProtocol,
  metrics: defaultProtocol.metrics.map((name) =>
    name.startsWith('Loc') ? name.replace(/@.*/, `@${given.toleranceSeconds ?? 5}`) : name,
  ),
  ...given,
});
