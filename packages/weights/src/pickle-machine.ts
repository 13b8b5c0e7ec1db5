import { isAllowed, maker } from './pickle-globals.ts';
import type { PickleReader } from './pickle-reader.ts';
import { isRef, type PickleMap, type PickleValue } from './pickle-value.ts';

/** Why a pickle cannot be read; the caller says which file it was. */
export class PickleProblem extends Error {}

/** The stack machine that a pickle is a program of, without anything that runs code. */
export interface Machine {
  readonly reader: PickleReader;
  push(value: PickleValue): void;
  pop(): PickleValue;
  /** The value on top, which stays. */
  top(): PickleValue;
  mark(): void;
  /** Everything above the last mark, taken off. */
  popMark(): PickleValue[];
  remember(slot: number): void;
  /** Into the next free slot. */
  memoize(): void;
  recall(slot: number): void;
  /** A name, if it is an allowed one. @throws PickleProblem that says which name it was */
  importName(module: string, name: string): void;
  /** What a class or function makes of arguments. */
  call(callee: PickleValue, args: PickleValue): void;
  /** Resolves a persistent id: a storage of the archive. */
  persistent(id: PickleValue): void;
}

/** Only so many are on the stack of a real checkpoint at once; a broken one could fill the memory. */
const deepest = 10_000_000;

export const createMachine = (reader: PickleReader, persistent: (id: PickleValue) => PickleValue): Machine => {
  const stack: PickleValue[] = [];
  const marks: number[] = [];
  const memo = new Map<number, PickleValue>();
  const lowest = (): number => marks.at(-1) ?? 0;
  const top = (): PickleValue => {
    const value = stack.at(-1);
    if (value === undefined || stack.length <= lowest()) throw new PickleProblem('it takes more than it has');
    return value;
  };
  const push = (value: PickleValue): void => {
    if (stack.length >= deepest) throw new PickleProblem('it holds too many values at once');
    stack.push(value);
  };
  const pop = (): PickleValue => {
    const value = top();
    stack.pop();
    return value;
  };
  return {
    reader,
    push,
    pop,
    top,
    mark: () => {
      marks.push(stack.length);
    },
    popMark: () => {
      const from = marks.pop();
      if (from === undefined) throw new PickleProblem('it closes what was not opened');
      return stack.splice(from);
    },
    remember: (slot) => {
      memo.set(slot, top());
    },
    memoize: () => {
      memo.set(memo.size, top());
    },
    recall: (slot) => {
      const value = memo.get(slot);
      if (value === undefined) throw new PickleProblem(`it recalls slot ${slot}, which is empty`);
      push(value);
    },
    importName: (module, name) => {
      const full = `${module}.${name}`;
      if (!isAllowed(full)) {
        throw new PickleProblem(
          `it tries to import ${full}, which weights do not need; loaded by Python, it could run any program. Nothing of it was run. Save the state_dict alone, or as safetensors`,
        );
      }
      push({ kind: 'global', name: full });
    },
    call: (callee, args) => {
      if (!isRef(callee, 'global') || !Array.isArray(args)) throw new PickleProblem('it calls what cannot be called');
      const make = maker(callee.name);
      const made = make === undefined ? ({ kind: 'inert', of: callee.name } as const) : make(args);
      if (made === undefined) throw new PickleProblem(`it gives ${callee.name} arguments that do not fit`);
      push(made);
    },
    persistent: (id) => push(persistent(id)),
  };
};

/** Items of a mapping; an inert one swallows them. */
export const setItems = (target: PickleValue, items: readonly PickleValue[]): void => {
  if (isRef(target, 'inert')) return;
  if (!(target instanceof Map)) throw new PickleProblem('it sets an item of what is no mapping');
  for (let i = 0; i + 1 < items.length; i += 2) (target as PickleMap).set(items[i] ?? null, items[i + 1] ?? null);
};

export const appendItems = (target: PickleValue, items: readonly PickleValue[]): void => {
  if (isRef(target, 'inert')) return;
  if (!Array.isArray(target)) throw new PickleProblem('it appends to what is no list');
  for (const item of items) target.push(item);
};
