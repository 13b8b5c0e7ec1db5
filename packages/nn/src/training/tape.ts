import * as tf from '@tensorflow/tfjs';

/** As `tf.valueAndGrads`, with null where the value does not depend on a tensor. @param dy - of the value; ones if absent */
export const gradientsOf = (
  f: () => tf.Tensor,
  xs: readonly tf.Tensor[],
  dy?: tf.Tensor,
): { readonly value: tf.Tensor; readonly grads: readonly (tf.Tensor | null)[] } =>
  tf.engine().gradients(f, [...xs], dy, true);

/** A forward pass whose backward pass comes later, or never. */
export interface Recorded extends Disposable {
  readonly value: tf.Tensor;
  /** Gradients of `xs`, once: what was kept for them is let go. @param dy - of the value */
  backward(xs: readonly tf.Tensor[], dy: tf.Tensor): readonly (tf.Tensor | null)[];
}

/**
 * Takes down what `f` does, as `tf.grad` would, and stops before the way back. The engine does both at once, but lets
 * its list of operations be seen: it is taken away here, and put back as if `f` were run when the way back begins.
 */
export const record = (f: () => tf.Tensor): Recorded => {
  const { state } = tf.engine();
  let tape: typeof state.activeTape = [];
  const take = (): tf.Scalar => {
    tape = state.activeTape;
    state.activeTape = [];
    return tf.scalar(0);
  };
  const value = tf.tidy(() => {
    let result: tf.Tensor | undefined;
    gradientsOf(() => {
      result = tf.keep(f());
      return take();
    }, [tf.scalar(0)]);
    return result as unknown as tf.Tensor;
  });
  const letGo = (): void => {
    for (const { saved = [] } of tape.splice(0)) for (const tensor of saved) tensor.dispose();
    if (!value.isDisposed) value.dispose();
  };
  return {
    value,
    backward: (xs, dy) => {
      const again = (): tf.Tensor => {
        state.activeTape.push(...tape.splice(0));
        return value;
      };
      return gradientsOf(again, xs, dy).grads;
    },
    [Symbol.dispose]: letGo,
  };
};

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
