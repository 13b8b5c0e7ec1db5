interface Common {
  /** The highest one. */
  readonly learningRate: number;
  /** Steps in which it grows linearly from nothing; 0. */
  readonly warmUpSteps?: number;
}

/** How the learning rate changes over the steps. */
export type ScheduleOptions = Common &
  (
    | { readonly kind: 'constant' }
    /** Half a cosine from `learningRate` to `minimum`, reached after `steps`; `minimum` from then on. */
    | { readonly kind: 'cosine'; readonly steps: number; readonly minimum?: number }
    /** Divided by `factor` every `every` steps. */
    | { readonly kind: 'step'; readonly every: number; readonly factor?: number }
    /** Divided by `factor` when the mean loss has not fallen for `patience` steps. */
    | {
        readonly kind: 'plateau';
        readonly patience: number;
        readonly factor?: number;
        /** Steps over which the loss is averaged: single batches scatter. 100. */
        readonly smoothing?: number;
        /** No division takes it below this; 0. */
        readonly minimum?: number;
      }
  );

/** What `plateau` remembers of the losses so far; plain JSON. */
export interface LossHistory {
  /** Moving mean of the loss, and the weight of what it was made of: 1 when nothing of the start is left in it. */
  readonly mean: number;
  readonly weight: number;
  /** Lowest mean so far; null before the first. */
  readonly best: number | null;
  /** Step of the lowest mean, or of the last division. */
  readonly since: number;
  /** Divisions so far. */
  readonly drops: number;
}

export const emptyHistory: LossHistory = { mean: 0, weight: 0, best: null, since: 0, drops: 0 };

/** The published recipes divide by 5 (Cheston et al. 2025, Riou et al. 2025). */
const usualFactor = 5;

/** The history after one more step; the same where the schedule does not look at losses. @param step - 0 for the first */
export const recordLoss = (
  schedule: ScheduleOptions,
  history: LossHistory,
  step: number,
  loss: number,
): LossHistory => {
  if (schedule.kind !== 'plateau') return history;
  const beta = 1 - 1 / Math.max(1, schedule.smoothing ?? 100);
  const mean = beta * history.mean + (1 - beta) * loss;
  const weight = beta * history.weight + (1 - beta);
  const level = mean / weight;
  const next = { ...history, mean, weight };
  if (history.best === null || level < history.best) return { ...next, best: level, since: step };
  if (step - history.since < schedule.patience) return next;
  return { ...next, since: step, drops: history.drops + 1 };
};

const withoutWarmUp = (schedule: ScheduleOptions, step: number, history: LossHistory): number => {
  const { learningRate } = schedule;
  switch (schedule.kind) {
    case 'constant':
      return learningRate;
    case 'cosine': {
      const { minimum = 0, steps, warmUpSteps = 0 } = schedule;
      const done = Math.min(1, Math.max(0, step - warmUpSteps) / Math.max(1, steps - warmUpSteps));
      return minimum + ((learningRate - minimum) * (1 + Math.cos(Math.PI * done))) / 2;
    }
    case 'step':
      return learningRate / (schedule.factor ?? usualFactor) ** Math.floor(step / schedule.every);
    case 'plateau':
      return Math.max(schedule.minimum ?? 0, learningRate / (schedule.factor ?? usualFactor) ** history.drops);
  }
};

/**
 * The learning rate of a step.
 *
 * @param step - 0 for the first
 * @param history - of the steps before it, by `recordLoss`; only `plateau` looks at it
 */
export const learningRateAt = (
  schedule: ScheduleOptions,
  step: number,
  history: LossHistory = emptyHistory,
): number => {
  const { warmUpSteps = 0 } = schedule;
  const share = step < warmUpSteps ? (step + 1) / warmUpSteps : 1;
  return share * withoutWarmUp(schedule, step, history);
};
