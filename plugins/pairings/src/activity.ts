import type { Audio } from '@sid/core';
import { rms } from '@sid/effects';

/** Quieter than that below the loudest second of any stem, a second counts as silent. */
const rangeDb = 40;

/** Quieter than that nothing counts as sound. */
const floor = 1e-4;

/**
 * Stems that sound for more than half of the time, second by second, and those that sound at all (Riou et al. 2025 go
 * by a matrix of activity per second; its threshold is ours).
 */
export const activity = (
  stems: readonly Audio[],
): { readonly mostly: readonly Float32Array[]; readonly ever: readonly Float32Array[] } => {
  const levels = stems.map(({ samples, sampleRate }) =>
    Array.from({ length: Math.max(1, Math.round(samples.length / sampleRate)) }, (_, second) =>
      rms(samples, second * sampleRate, Math.min(samples.length, (second + 1) * sampleRate)),
    ),
  );
  const least = Math.max(floor, Math.max(...levels.flat()) * 10 ** (-rangeDb / 20));
  const share = (i: number): number => {
    const seconds = levels[i] ?? [];
    return seconds.filter((level) => level > least).length / Math.max(1, seconds.length);
  };
  const samplesOf = (wanted: (share: number) => boolean): readonly Float32Array[] =>
    stems.filter((_, i) => wanted(share(i))).map(({ samples }) => samples);
  return { mostly: samplesOf((part) => part > 0.5), ever: samplesOf((part) => part > 0) };
};
