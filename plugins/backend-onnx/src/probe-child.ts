import { messageOf } from '@sid/core';
import { loadLibrary } from './library.ts';
import { type Provider, tryProvider } from './try-provider.ts';

/** The one line of JSON that this module prints. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Run as a process of its own, with a provider as its argument: a graphics driver that crashes takes only this one with
 * it, and what drivers write to stderr stays out of sid's.
 */
const answer = async (provider: Provider): Promise<Answer> => {
  try {
    await tryProvider(await loadLibrary(), provider);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: messageOf(error) };
  }
};

// Started by probe.ts alone.
process.stdout.write(JSON.stringify(await answer(process.argv[2] as Provider)));
