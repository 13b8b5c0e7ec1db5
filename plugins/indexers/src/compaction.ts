import type { Block } from './block.ts';

/** Moves the rows for which `keep` is 1 together, in order, over the borders of blocks. Empty blocks are dropped. */
export const keepRows = (blocks: Block[], keep: Uint8Array): void => {
  const kept: Block[] = [];
  for (const block of blocks) block.codes = undefined;
  let row = 0;
  let to = 0;
  for (const block of blocks) {
    const { rows, stride } = block;
    for (let from = 0; from < rows; ) {
      // Whole stretches at a time: most removals leave long ones.
      let end = from;
      const first = keep[row + from] === 1;
      while (end < rows && (keep[row + end] === 1) === first) end++;
      for (let at = from; first && at < end; ) {
        const target = blocks[kept.length];
        if (target === undefined) break;
        const count = Math.min(end - at, target.capacity - to);
        const source = block.floats().subarray(block.at(at) / 4, block.at(at) / 4 + count * stride);
        if (target !== block || at !== to) target.floats().set(source, target.at(to) / 4);
        at += count;
        to += count;
        if (to === target.capacity) {
          kept.push(target);
          to = 0;
        }
      }
      from = end;
    }
    row += rows;
  }
  for (const block of kept) block.rows = block.capacity;
  const last = blocks[kept.length];
  if (last !== undefined && to > 0) {
    last.rows = to;
    kept.push(last);
  }
  blocks.splice(0, blocks.length, ...kept);
};
