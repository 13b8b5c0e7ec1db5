import { createHash } from 'node:crypto';
import { canonicalJson, SidError } from '@sid/core';
import type { Split } from './held-back.ts';
import type { TrainingConfig } from './training-config.ts';
import type { TrainingParts } from './training-parts.ts';

type Flat = Readonly<Record<string, unknown>>;

const flatten = (value: unknown, at: string): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, member]) => flatten(member, at === '' ? key : `${at}.${key}`))
    : value === undefined
      ? []
      : [[at, value]];

const digest = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 12);

/**
 * What the weights of a run depend on, by dotted key. The number of steps is among it only where the learning rate
 * depends on it: a run can be made longer.
 */
export const identityOf = (config: TrainingConfig, { used }: TrainingParts, { train, heldBack }: Split): Flat => {
  const { optimiser, schedule, clipNorm, ema, batch, validation, earlyStop, from, pairs, reranker, seed, steps } =
    config;
  const songs = { train: digest(train.map(({ id }) => id)), heldBack: digest(heldBack.map(({ id }) => id)) };
  const settings = {
    optimiser,
    schedule,
    clipNorm,
    ema,
    batch,
    validation,
    earlyStop,
    from,
    seed,
    ...(reranker && { pairs }),
  };
  return Object.fromEntries([
    ...flatten({ ...used, songs: { sources: used.songs, ...songs } }, ''),
    ...flatten({ ...settings, ...(schedule.kind === 'cosine' ? { steps } : {}) }, ''),
  ]);
};

const said = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));

/** @throws SidError SID_TRAINING_FAILED that names every key that differs */
export const checkIdentity = (checkpoint: Flat, now: Flat, where: string): void => {
  const keys = [...new Set([...Object.keys(checkpoint), ...Object.keys(now)])].sort();
  const different = keys.filter((key) => canonicalJson(checkpoint[key]) !== canonicalJson(now[key]));
  if (different.length === 0) return;
  const lines = different.map((key) => `  ${key}: ${said(checkpoint[key])} in the checkpoint, ${said(now[key])} now`);
  throw new SidError(
    'SID_TRAINING_FAILED',
    `The checkpoint in "${where}" belongs to another configuration:\n${lines.join('\n')}`,
    { suggestions: ['Put the configuration back, choose another folder with --out, or start anew with --restart.'] },
  );
};
