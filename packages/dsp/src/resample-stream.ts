import type { GentleStage } from './gentle-stage.ts';
import { resamplePlan } from './resample-plan.ts';
import type { SharpStage } from './sharp-stage.ts';

/** A stage with its state: takes samples in pieces, hands on what is settled. */
export interface Stream {
  push(samples: Float32Array): void;
  /** Pushes silence until everything that depends on real samples is out; more than that comes out. */
  finish(): void;
}

/** @param emit - gets views that do not stay valid */
export const resampleStream = (from: number, to: number, emit: (block: Float32Array) => void): Stream => {
  const { sharp, gentle } = resamplePlan(from, to);
  if (gentle === undefined) return sharpStream(sharp, emit);
  const second = gentleStream(gentle, emit);
  const first = sharpStream(sharp, (block) => second.push(block));
  return {
    push: (samples) => first.push(samples),
    finish: () => {
      first.finish();
      second.finish();
    },
  };
};

const sharpStream = (stage: SharpStage, emit: (block: Float32Array) => void): Stream => {
  const block = new Float32Array(stage.blockIn);
  // Before time zero there is silence.
  let filled = stage.margin;
  const push = (samples: Float32Array): void => {
    for (let taken = 0; taken < samples.length; ) {
      const piece = samples.subarray(taken, taken + stage.blockIn - filled);
      block.set(piece, filled);
      filled += piece.length;
      taken += piece.length;
      if (filled < stage.blockIn) break;
      emit(stage.run(block));
      block.copyWithin(0, stage.blockIn - 2 * stage.margin);
      filled = 2 * stage.margin;
    }
  };
  return { push, finish: () => push(new Float32Array(stage.blockIn)) };
};

const gentleStream = (stage: GentleStage, emit: (block: Float32Array) => void): Stream => {
  const { taps, phases, step } = stage;
  const buffer = new Float32Array(stage.capacity);
  let filled = taps / 2 - 1;
  // Of the next output, from the first sample of the buffer on, in units of 1/phases.
  let phase = 0;
  const push = (samples: Float32Array): void => {
    buffer.set(samples, filled);
    filled += samples.length;
    const count = Math.max(0, Math.ceil(((filled - taps + 1) * phases - phase) / step));
    // A step may be longer than what is there; `phase` then waits for inputs still to come.
    if (count > 0) emit(stage.run(buffer.subarray(0, filled), phase, count));
    phase += count * step;
    const done = Math.min(filled, Math.floor(phase / phases));
    phase -= done * phases;
    buffer.copyWithin(0, done, filled);
    filled -= done;
  };
  return { push, finish: () => push(new Float32Array(taps)) };
};
