import { randomBytes } from 'node:crypto';
import { rm, statfs } from 'node:fs/promises';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Availability, messageOf } from '@sid/core';
import { atomicWrite } from './atomic-write.ts';
import { audioSupport } from './audio/index.ts';
import { type ProbedBackend, probeBackends } from './backends.ts';
import type { Workspace } from './workspace.ts';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy?: string;
  /** Whether sid cannot work without it. */
  readonly required: boolean;
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

const node = (): Check => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26;
  const detail = `Node ${process.versions.node}`;
  return ok
    ? { name: 'node', ok, detail, required: true }
    : { name: 'node', ok, detail, remedy: 'sid needs Node 22.18, 24.11, 26 or later.', required: true };
};

const machine = (): Check => ({
  name: 'machine',
  ok: true,
  detail: `${availableParallelism()} cores, ${gibibytes(freemem())} of ${gibibytes(totalmem())} memory free`,
  required: false,
});

const folder = async (name: string, path: string): Promise<Check> => {
  const probe = join(path, `.probe-${randomBytes(4).toString('hex')}`);
  try {
    await atomicWrite(probe, 'x');
    await rm(probe);
    const { bavail, bsize } = await statfs(path);
    return { name, ok: true, detail: `${path} is writable, ${gibibytes(bavail * bsize)} free`, required: true };
  } catch (error) {
    return {
      name,
      ok: false,
      detail: messageOf(error),
      remedy: `Make the folder writable, or choose another with --${name}.`,
      required: true,
    };
  }
};

const fromAvailability = (name: string, availability: Availability): Check =>
  availability.ok
    ? { name, ok: true, detail: availability.device, required: false }
    : { name, ok: false, detail: availability.reason, remedy: availability.remedy, required: false };

const fromBackend = ({ component, availability, taken }: ProbedBackend): Check => {
  const check = fromAvailability(`backend ${component.name}`, availability);
  if (taken) return { ...check, detail: `${check.detail}: taken` };
  return availability.ok && availability.software === true
    ? { ...check, detail: `${check.detail}: in software, taken only if named in backend.prefer` }
    : check;
};

/** Probes this machine: Node, folders, audio formats, plugins and every compute backend. */
export const doctor = async (workspace: Workspace): Promise<readonly Check[]> => {
  const backends = await probeBackends(workspace.registry, workspace.config.backend);
  return [
    node(),
    machine(),
    await folder('results', workspace.results),
    await folder('cache', workspace.cache),
    ...(await audioSupport()).map(({ format, availability }) => fromAvailability(`audio ${format}`, availability)),
    ...workspace.registry.plugins.map(({ plugin, url }) => ({
      name: `plugin ${plugin.name}`,
      ok: true,
      detail: `${plugin.components.length} components, ${url === undefined ? 'built in' : `from ${url}`}`,
      required: true,
    })),
    ...backends.map(fromBackend),
  ];
};
