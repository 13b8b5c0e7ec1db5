/** Binary heap of (key, node): the greatest key is at the top. */
export interface Heap {
  readonly size: number;
  readonly topKey: number;
  readonly topNode: number;
  push(key: number, node: number): void;
  pop(): void;
  clear(): void;
}

export const createHeap = (): Heap => {
  let keys = new Float64Array(256);
  let nodes = new Int32Array(256);
  let size = 0;
  const grow = (): void => {
    const [wider, longer] = [new Float64Array(2 * size), new Int32Array(2 * size)];
    wider.set(keys);
    longer.set(nodes);
    [keys, nodes] = [wider, longer];
  };
  return {
    get size() {
      return size;
    },
    get topKey() {
      return keys[0] as number;
    },
    get topNode() {
      return nodes[0] as number;
    },
    push(key, node) {
      if (size === keys.length) grow();
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if ((keys[parent] as number) >= key) break;
        keys[at] = keys[parent] as number;
        nodes[at] = nodes[parent] as number;
        at = parent;
      }
      keys[at] = key;
      nodes[at] = node;
    },
    pop() {
      size--;
      const key = keys[size] as number;
      const node = nodes[size] as number;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= size) break;
        if (child + 1 < size && (keys[child + 1] as number) > (keys[child] as number)) child++;
        if ((keys[child] as number) <= key) break;
        keys[at] = keys[child] as number;
        nodes[at] = nodes[child] as number;
        at = child;
      }
      keys[at] = key;
      nodes[at] = node;
    },
    clear() {
      size = 0;
    },
  };
};
