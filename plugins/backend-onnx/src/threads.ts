import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const topology = '/sys/devices/system/cpu';

/** Cores apart from their hyper-threads; undefined where the system does not say. */
const linuxCores = (): number | undefined => {
  try {
    const siblings = readdirSync(topology)
      .filter((name) => /^cpu\d+$/.test(name))
      .map((name) => readFileSync(`${topology}/${name}/topology/thread_siblings_list`, 'utf8').trim());
    return siblings.length === 0 ? undefined : new Set(siblings).size;
  } catch {
    return undefined;
  }
};

/**
 * Threads for matrix products: one per physical core, since two on one core share its arithmetic units, and never more
 * than this process may use (affinity, limits of a container).
 */
export const defaultThreads = (): number => {
  const allowed = availableParallelism();
  // Processors of the arm family have no hyper-threads.
  const cores = linuxCores() ?? (process.arch === 'x64' ? Math.ceil(allowed / 2) : allowed);
  return Math.max(1, Math.min(cores, allowed));
};
