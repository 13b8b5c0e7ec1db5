import type { Availability } from '@sid/core';
import { type AudioFormat, audioFormats } from './format.ts';

/** Whether each format can be decoded here. All decoders are part of sid: nothing has to be installed. */
export const audioSupport = async (): Promise<
  readonly { readonly format: AudioFormat; readonly availability: Availability }[]
> => audioFormats.map((format) => ({ format, availability: { ok: true, device: 'built in' } }));
