/**
 * Every error that sid raises on purpose, with what it means. `docs/reference/errors.md` lists the same codes.
 * A message says what happened, where, and what to do; it quotes the value and lists the known ones.
 */
export const errorCodes = {
  SID_AUDIO_UNREADABLE: 'An audio file does not exist or cannot be opened.',
  SID_AUDIO_FORMAT: 'The content of a file is not an audio format that sid decodes.',
  SID_AUDIO_CORRUPT: 'An audio file is broken: it cannot be decoded, or decodes to numbers that are not finite.',
  SID_AUDIO_EMPTY: 'An audio file holds no sound: no samples, too few to use, or silence throughout.',
  SID_AUDIO_TOO_LONG: 'An audio file is longer than the limit set by maxHours.',
  SID_AUDIO_TIMEOUT: 'Decoding or analysing a file took longer than it should and was stopped.',
  SID_CONFIG_INVALID: 'A configuration file does not have the expected form.',
  SID_CONFIG_NOT_FOUND: 'A configuration file was named that does not exist.',
  SID_OPTIONS_INVALID: 'The options of a component do not fit its schema.',
  SID_COMPONENT_UNKNOWN: 'A configuration uses a component that no loaded plugin brings.',
  SID_COMPONENT_DUPLICATE: 'Two plugins bring a component of the same kind and name.',
  SID_COMPONENT_FAILED: 'A component threw while it was being created.',
  SID_PLUGIN_NOT_FOUND: 'A plugin listed in the configuration cannot be resolved.',
  SID_PLUGIN_INVALID:
    'A module listed as plugin does not export one, or was written for another version of the contracts.',
  SID_NEED_UNFILLED: 'A component needs something that nothing provides.',
  SID_BACKEND_UNAVAILABLE: 'None of the configured compute backends runs on this machine.',
  SID_DATASET_METADATA: 'The metadata of a data set is missing or does not have the expected form.',
  SID_DATASET_EMPTY: 'A data set has no query with a usable reference, so there is nothing to evaluate.',
  SID_DOWNLOAD_FAILED: 'A file could not be fetched, or is not the file that was expected.',
  SID_WEIGHTS_INVALID: 'Weights do not fit the network they are meant for.',
  SID_MODEL_INVALID: 'An ONNX model cannot be opened, or does not take or give what it should.',
  SID_EXPORT_UNSUPPORTED: 'A network uses an operation that cannot be exported to ONNX.',
  SID_METRIC_UNKNOWN: 'A metric name does not parse.',
  SID_RESULT_INVALID: 'A stored result cannot be read.',
  SID_INDEX_INVALID: 'A stored index cannot be read by this retriever.',
  SID_STORAGE_FAILED: 'A file could not be written: the disk is full, or the folder is not writable.',
  SID_FOLDER_BUSY: 'Another process works in a folder that only one may work in.',
  SID_METHOD_FAILED: 'A method failed while it ran.',
  SID_METHOD_UNFIT: 'The parts of a method do not fit each other, or it lacks weights; it is skipped.',
  SID_BATCH_UNFIT: 'A loss cannot say anything about the batch it was given.',
  SID_TRAINING_FAILED: 'Training stopped: the loss is not a number, or a checkpoint cannot be continued.',
  SID_REPLICA_LOST: 'A process that trains beside the main one ended before its time.',
  SID_SONGS_UNFIT: 'A source of songs has none that training can use.',
  SID_INTERRUPTED: 'The run was stopped; the same command continues it.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** The fields are those that oclif prints: "Try this" for suggestions, "Reference" for ref. */
export class SidError extends Error {
  readonly code: ErrorCode;
  readonly suggestions: string[];
  readonly ref: string;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; suggestions?: readonly string[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SidError';
    this.code = code;
    this.suggestions = [...(options.suggestions ?? [])];
    this.ref = `docs/reference/errors.md#${code.toLowerCase()}`;
  }

  /** For `--json` and for crossing threads. */
  toJSON(): { code: ErrorCode; message: string; suggestions: readonly string[] } {
    return { code: this.code, message: this.message, suggestions: this.suggestions };
  }
}

/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
