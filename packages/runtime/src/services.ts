import { type Audio, type Logger, type Progress, type Recording, tokens } from '@sid/core';
import { readAudio } from './audio/index.ts';
import { type Provided, provided } from './wiring.ts';

/** What is the same in every thread: everything but the services that only the main thread has. */
export interface Circumstances {
  readonly seed: number;
  readonly baseFolder: string;
  readonly logger?: Logger;
  readonly progress?: Progress;
}

/** Says nothing: messages for people come from the main thread. */
export const silentLogger: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined };

export const silentProgress: Progress = { start: () => ({ advance: () => undefined, end: () => undefined }) };

const read = (recording: Pick<Recording, 'id' | 'file' | 'from' | 'to'>, sampleRate: number): Promise<Audio> =>
  readAudio(recording, sampleRate);

/** The services that every component may need, in any thread. */
export const services = ({ seed, baseFolder, logger, progress }: Circumstances): readonly Provided[] => [
  provided(tokens.logger, logger ?? silentLogger),
  provided(tokens.progress, progress ?? silentProgress),
  provided(tokens.seed, seed),
  provided(tokens.baseFolder, baseFolder),
  provided(tokens.readAudio, read),
];
