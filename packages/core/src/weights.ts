/** One tensor of a network, known without its values. */
export interface TensorLayout {
  /** The place in the network, with dots: `stage1.block0.conv1.weight`. */
  readonly name: string;
  /** Row-major, as PyTorch lays it out: convolutions `[out, in, height, width]`, linear layers `[out, in]`. */
  readonly shape: readonly number[];
  /** False for running statistics and fixed tables: not trained and not counted. */
  readonly trained: boolean;
}

/** What the weights of a component consist of. */
export interface WeightsLayout {
  readonly tensors: readonly TensorLayout[];
  /**
   * The name here of a tensor in a published checkpoint; null for one that is not needed, undefined for one that is not
   * known. Absent where nobody published any.
   */
  published?(name: string): string | null | undefined;
}

/** How weights came about, where sid trained them. */
export interface TrainingRecord {
  /** The training configuration as resolved. */
  readonly config: Readonly<Record<string, unknown>>;
  /** All steps; the weights are those of the card's `steps`. */
  readonly stepsDone: number;
  /** Of the clock, validation included. */
  readonly seconds: number;
  /** What computed, and where. */
  readonly backend: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly songs: { readonly train: number; readonly heldBack: number };
  /** Pairs of step and value. */
  readonly curves: {
    readonly loss: readonly (readonly [step: number, value: number])[];
    readonly validation: Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>;
  };
}

/** What is said about weights, beside them in `card.json`. */
export interface WeightsCard {
  readonly schema: 'sid.weights/1';
  /** Name of the folder: letters, digits, dots, hyphens and underscores. */
  readonly tag: string;
  /** One sentence. */
  readonly summary: string;
  /** The component they belong to, e.g. `resnet-ibn`. */
  readonly architecture: string;
  readonly preset?: string;
  /** All its options, after defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The frontend they were trained with, as a configuration names it. */
  readonly frontend?: unknown;
  /** What they were trained on, as `sid train` counted it: sources of songs and hours, `generated` where audio was. */
  readonly data?: string;
  /** Of the run that made them, not of weights that it started from. */
  readonly steps?: number;
  /** What whoever trained them wants to be known: where songs came from, their licences. */
  readonly note?: string;
  /** How to train them again, or where they came from. */
  readonly retrain?: string;
  readonly licence: string;
  readonly citation?: string;
  /** Data set → metric → value, as a board gave them. */
  readonly metrics?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly training?: TrainingRecord;
  /** Number of trained values. */
  readonly parameters: number;
  /** SHA-256 of `weights.safetensors`, in hexadecimal. */
  readonly digest: string;
}

/** Weights that were found; their values are read when they are asked for. */
export interface StoredWeights {
  readonly card: WeightsCard;
  /** Values by name, float32. @throws SidError SID_WEIGHTS_INVALID where the file is not the one of the card */
  load(): Promise<ReadonlyMap<string, Float32Array>>;
}

/** Finds weights by tag, or by the path of their folder. */
export interface WeightsStore {
  /**
   * @param of - the component that asks: weights of another one, or of other options, are refused
   * @throws SidError SID_WEIGHTS_INVALID, which names the tags there are
   */
  open(
    name: string,
    of: { readonly architecture: string; readonly options: Readonly<Record<string, unknown>> },
  ): Promise<StoredWeights>;
}
