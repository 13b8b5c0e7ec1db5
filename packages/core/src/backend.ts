/** Whether a backend can run here; if not, why, and what to do about it. */
export type Availability =
  | {
      readonly ok: true;
      readonly device: string;
      /** A graphics processor that is imitated on the processor: taken only where it is asked for by name. */
      readonly software?: boolean;
    }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

/** A place where tensors are computed. `runtime` is the library's own entry (tfjs, onnxruntime). */
export interface ComputeBackend<T = unknown> extends AsyncDisposable {
  readonly name: string;
  readonly device: string;
  /** Numeric class, part of cache keys: results differ between classes, not between devices of one. */
  readonly precision: 'fp32' | 'tf32' | 'fp16';
  readonly runtime: T;
}
