import { readSync, writeSync } from 'node:fs';
import { type ComputeBackend, messageOf, SidError, type TensorRuntime } from '@sid/core';
import type { ReplicaHost } from '@sid/nn';
import { optionsWith } from '../backends.ts';
import { parseOptions } from '../options.ts';
import { importPlugin } from '../plugins.ts';
import { createRegistry } from '../registry.ts';
import { services } from '../services.ts';
import { createWiring } from '../wiring.ts';
import { decodeFrame, encodeFrame } from './frame.ts';
import { type Message, type ReplicaSettings, type Reply, resultsReply, taskOf } from './replica-message.ts';
import { roomOf } from './room.ts';

/** The pipe to the process that started this one. It is read and written without an event loop: nothing else is done. */
const pipe = 3;

/** Numbers that come, and those that go. */
const [given, found] = [roomOf(4), roomOf(5)];

/** Where that process ends, however it ends, so does the pipe, and so does this one. */
const leave = (): never => process.exit(0);

const tried = (operation: () => number): number => {
  try {
    return operation();
  } catch {
    return leave();
  }
};

const receive = (): Message => {
  const decoding = decodeFrame();
  for (let room = decoding.next(); ; room = decoding.next()) {
    if (room.done === true) {
      const { head, lengths } = room.value;
      return { head: head as Message['head'], arrays: given.read(lengths) };
    }
    const { value } = room;
    for (let filled = 0; filled < value.length; ) {
      const read = tried(() => readSync(pipe, value, filled, value.length - filled, null));
      if (read === 0) leave();
      filled += read;
    }
  }
};

const send = ({ head, arrays }: Reply): void => {
  found.write(arrays);
  const bytes = encodeFrame({ head, lengths: arrays.map(({ length }) => length) });
  for (let written = 0; written < bytes.length; ) written += tried(() => writeSync(pipe, bytes, written));
};

const open = async ({ plugins, encoder, backend, baseFolder }: ReplicaSettings): Promise<ReplicaHost> => {
  const registry = createRegistry(await Promise.all(plugins.map(({ url, specifier }) => importPlugin(url, specifier))));
  const wiring = createWiring(registry, services({ seed: 0, baseFolder }));
  const chosen = registry.find('backend', backend.name).component;
  const opened = await wiring.create(chosen, optionsWith(chosen, backend.settings));
  await (opened as ComputeBackend<TensorRuntime>).runtime.activate();
  const { component } = registry.find('encoder', encoder.name);
  const { asNetwork, createReplicaHost } = await import('@sid/nn');
  const network = component.network?.(parseOptions(component, encoder.given, 'encoder'));
  if (network === undefined) throw new SidError('SID_METHOD_UNFIT', `The encoder "${encoder.name}" has no network.`);
  return createReplicaHost(asNetwork(network));
};

let host: ReplicaHost | undefined;

const answer = async ({ head, arrays }: Message): Promise<Reply> => {
  if (head.kind === 'open') {
    host = await open(head.settings);
    return { head: { kind: 'done' }, arrays: [] };
  }
  if (host === undefined) throw new Error('It was not opened.');
  if (head.kind === 'backward') return resultsReply(await host.backward(arrays));
  return { head: { kind: 'done' }, arrays: await host.forward(taskOf(head, arrays)) };
};

const failed = (error: unknown): Reply => ({
  head: {
    kind: 'failed',
    ...(error instanceof SidError ? { code: error.code } : {}),
    message: messageOf(error),
    suggestions: error instanceof SidError ? error.suggestions : [],
  },
  arrays: [],
});

// Ctrl-C reaches every process of a terminal: the one that started this one decides when it is time to end.
process.on('SIGINT', () => undefined);
for (;;) send(await answer(receive()).catch(failed));
