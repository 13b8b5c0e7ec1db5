import * as z from 'zod';
import { defaultThreads } from './threads.ts';

const threads = z
  .int()
  .min(1)
  .max(1024)
  .exactOptional()
  .describe('Threads inside one operation; one per physical core that this process may use where absent.');

const arena = z
  .boolean()
  .default(true)
  .describe('Keeps memory between runs. Without it less memory is held, and each run asks the system again.');

const spinning = z
  .boolean()
  .default(false)
  .describe(
    'Threads wait busily for each other: faster on a machine with nothing else to do, slower beside other work.',
  );

/** Options of every backend: each computes some operations on the processor. */
export const processor = { threads, arena, spinning };

/** The same as onnxruntime wants them. */
export const processorOptions = (given: {
  readonly threads?: number;
  readonly arena: boolean;
  readonly spinning: boolean;
}) => ({
  intraOpNumThreads: given.threads ?? defaultThreads(),
  interOpNumThreads: 1,
  enableCpuMemArena: given.arena,
  // Embedding goes on while other threads listen to the next recordings: a core that spins is taken from them.
  extra: { session: { intra_op: { allow_spinning: given.spinning ? '1' : '0' } } },
  // Errors come as exceptions; warnings tell that small operations run on the processor, as they should.
  logSeverityLevel: 3 as const,
});
