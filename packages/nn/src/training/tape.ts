import * as tf from '@tensorflow/tfjs';

/** As `tf.valueAndGrads`, with null where the value does not depend on a tensor. @param dy - of the value; ones if absent */
export const gradientsOf = (
  f: () => tf.Tensor,
  xs: readonly tf.Tensor[],
  dy?: tf.Tensor,
): { readonly value: tf.Tensor; readonly grads: readonly (tf.Tensor | null)[] } =>
  tf.engine().gradients(f, [...xs], dy, true);

/** Sums by name, of tensors that outlive the tidy they were made in. */
export interface Sums {
  readonly values: ReadonlyMap<string, tf.Tensor>;
  add(name: string, value: tf.Tensor, weight?: number): void;
  /** One value for each name; null adds nothing. */
  addAll(names: readonly string[], values: readonly (tf.Tensor | null)[]): void;
  dispose(): void;
}

export const createSums = (): Sums => {
  const values = new Map<string, tf.Tensor>();
  const add: Sums['add'] = (name, value, weight = 1) => {
    const before = values.get(name);
    const after = tf.tidy(() => {
      const scaled = weight === 1 ? tf.clone(value) : tf.mul(value, weight);
      return tf.keep(before === undefined ? scaled : tf.add(before, scaled));
    });
    values.set(name, after);
    before?.dispose();
  };
  return {
    values,
    add,
    addAll: (names, given) => {
      names.forEach((name, i) => {
        const value = given[i] ?? null;
        if (value !== null) add(name, value);
      });
    },
    dispose: () => {
      for (const value of values.values()) value.dispose();
      values.clear();
    },
  };
};
