import { describe, expect, it } from 'vitest';
import { parseTrainingConfig } from './training-config.ts';

const least = { tag: 't', frontend: 'mel', encoder: 'gnn', loss: 'nt-xent', pairing: 'two-view', steps: 3 };

describe('a training configuration', () => {
  it('needs little', () => {
    const config = parseTrainingConfig(least, 'x.yaml');
    expect(config).toMatchObject({
      frontend: { use: 'mel' },
      songs: [{ use: 'generated' }],
      optimiser: { kind: 'adamw', learningRate: 1e-3 },
      schedule: { kind: 'constant' },
      batch: { items: 32 },
      validation: { metric: 'MAP' },
    });
  });

  it.each([
    ['a misspelt key', { setps: 3 }, /setps/],
    ['a tag that leads elsewhere', { tag: '../x' }, /letters, digits/],
    ['a schedule without its options', { schedule: { kind: 'step' } }, /schedule\.every/],
    ['an option of another schedule', { schedule: { kind: 'constant', every: 3 } }, /every/],
    ['momentum of adam', { optimiser: { kind: 'adam', momentum: 0.9 } }, /momentum belongs to sgd/],
    ['betas of sgd', { optimiser: { kind: 'sgd', betas: [0.9, 0.99] } }, /belong to adam/],
    ['no steps', { steps: 0 }, /steps/],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => parseTrainingConfig({ ...least, ...wrong }, 'x.yaml')).toThrow(message);
    expect(() => parseTrainingConfig({ ...least, ...wrong }, 'x.yaml')).toThrow(/^x\.yaml does not have/);
  });
});
