import type { Matrix } from '@sid/core';
import type { BandLayout } from './band-kernel.ts';
import { type BandCrop, type BandOutput, type BandPlan, bandPlan } from './band-plan.ts';
import { floatsAt } from './memory.ts';
import { copyPadded, type Padding } from './padding.ts';

export interface BandTransform {
  /** Samples of the frame within which every filter is centred. */
  readonly frameLength: number;
  /** Frames that `count` samples give. */
  frames(count: number): number;
  /** Bands × frames; for `complex` twice as many rows, the real parts of all bands before the imaginary parts. */
  run(samples: Float32Array): Matrix;
}

export interface BandSettings extends BandLayout {
  /** Samples from frame to frame, a whole number. */
  readonly hop: number;
  /** Whether the first frame is centred on the first sample, or begins with it. */
  readonly centred: boolean;
  /** Beyond the ends of a signal; only where centred. */
  readonly padding: Padding;
  readonly output: BandOutput;
  /** Bands to compute; all where absent. */
  readonly crop?: BandCrop;
}

export const createBandTransform = (settings: BandSettings): BandTransform => {
  const { hop, centred, padding } = settings;
  const plan = planOf(settings);
  const count = (samples: number): number =>
    centred ? 1 + Math.floor(samples / hop) : Math.max(0, 1 + Math.floor((samples - plan.frameLength) / hop));
  const firstCentre = centred ? 0 : plan.frameLength / 2;
  const rows = settings.output === 'complex' ? 2 * plan.bands : plan.bands;
  const run = (samples: Float32Array): Matrix => {
    const cols = count(samples.length);
    const data = new Float32Array(rows * cols);
    for (let frame = 0; frame < cols; frame += plan.frames) {
      const centre = firstCentre + frame * hop;
      const time = floatsAt(plan.time, plan.size);
      const rest = plan.size - plan.before;
      copyPadded(samples, centre, time.subarray(0, rest), padding);
      copyPadded(samples, centre - plan.before, time.subarray(rest), padding);
      plan.run();
      const given = Math.min(plan.frames, cols - frame);
      const output = floatsAt(plan.output, rows * plan.pitch);
      for (let row = 0; row < rows; row++)
        data.set(output.subarray(row * plan.pitch, row * plan.pitch + given), row * cols + frame);
    }
    return { rows, cols, data };
  };
  return { frameLength: plan.frameLength, frames: count, run };
};

const plans = new Map<string, BandPlan>();

const planOf = (settings: BandSettings): BandPlan => {
  const { definition, sampleRate, fmin, binsPerOctave, bins, gamma, hop, output } = settings;
  const layout = { definition, sampleRate, fmin, binsPerOctave, bins, gamma };
  const { first, bins: used } = settings.crop ?? { first: 0, bins };
  const crop = { first, bins: used };
  const key = JSON.stringify([layout, crop, hop, output]);
  const plan = plans.get(key) ?? bandPlan(layout, crop, hop, output);
  plans.set(key, plan);
  return plan;
};
