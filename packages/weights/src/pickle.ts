import { appendItems, createMachine, type Machine, PickleProblem, setItems } from './pickle-machine.ts';
import { longOf, pickleReader } from './pickle-reader.ts';
import type { PickleValue } from './pickle-value.ts';

type Step = (machine: Machine) => void;

const latin = new TextDecoder('latin1');
const tuple =
  (count: number): Step =>
  (m) => {
    const items = Array.from({ length: count }, () => m.pop());
    m.push(items.reverse());
  };
const named: Step = (m) => {
  const [name, module] = [m.pop(), m.pop()];
  if (typeof name !== 'string' || typeof module !== 'string') throw new PickleProblem('it imports what is no name');
  m.importName(module, name);
};

/**
 * Opcodes of protocols 2 to 5 (CPython's `pickletools`), by their byte. Those that build instances of old classes, and
 * the text forms of protocols 0 and 1, which torch.save never writes, are left out and so refused.
 */
const steps: Readonly<Record<number, Step>> = {
  // PROTO, FRAME: nothing to do but step over their argument.
  128: (m) => void m.reader.byte(),
  149: (m) => void m.reader.length64(),
  // NONE, NEWTRUE, NEWFALSE
  78: (m) => m.push(null),
  136: (m) => m.push(true),
  137: (m) => m.push(false),
  // BININT, BININT1, BININT2, LONG1, BINFLOAT
  74: (m) => m.push(m.reader.int32()),
  75: (m) => m.push(m.reader.byte()),
  77: (m) => m.push(m.reader.uint16()),
  138: (m) => m.push(longOf(m.reader.bytes(m.reader.byte()))),
  71: (m) => m.push(m.reader.float64()),
  // SHORT_BINUNICODE, BINUNICODE, BINUNICODE8, SHORT_BINSTRING, BINSTRING
  140: (m) => m.push(m.reader.text(m.reader.byte())),
  88: (m) => m.push(m.reader.text(m.reader.uint32())),
  141: (m) => m.push(m.reader.text(m.reader.length64())),
  85: (m) => m.push(latin.decode(m.reader.bytes(m.reader.byte()))),
  84: (m) => m.push(latin.decode(m.reader.bytes(m.reader.uint32()))),
  // SHORT_BINBYTES, BINBYTES, BINBYTES8
  67: (m) => m.push(m.reader.bytes(m.reader.byte())),
  66: (m) => m.push(m.reader.bytes(m.reader.uint32())),
  142: (m) => m.push(m.reader.bytes(m.reader.length64())),
  // MARK, POP, DUP, POP_MARK
  40: (m) => m.mark(),
  48: (m) => void m.pop(),
  50: (m) => m.push(m.top()),
  49: (m) => void m.popMark(),
  // EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3, TUPLE
  41: tuple(0),
  133: tuple(1),
  134: tuple(2),
  135: tuple(3),
  116: (m) => m.push(m.popMark()),
  // EMPTY_LIST, APPEND, APPENDS, EMPTY_SET, ADDITEMS, FROZENSET
  93: (m) => m.push([]),
  97: (m) => {
    const item = m.pop();
    appendItems(m.top(), [item]);
  },
  101: (m) => {
    const items = m.popMark();
    appendItems(m.top(), items);
  },
  143: (m) => m.push([]),
  144: (m) => {
    const items = m.popMark();
    appendItems(m.top(), items);
  },
  145: (m) => m.push(m.popMark()),
  // EMPTY_DICT, SETITEM, SETITEMS
  125: (m) => m.push(new Map()),
  115: (m) => {
    const [value, key] = [m.pop(), m.pop()];
    setItems(m.top(), [key, value]);
  },
  117: (m) => {
    const items = m.popMark();
    setItems(m.top(), items);
  },
  // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  113: (m) => m.remember(m.reader.byte()),
  114: (m) => m.remember(m.reader.uint32()),
  148: (m) => m.memoize(),
  104: (m) => m.recall(m.reader.byte()),
  106: (m) => m.recall(m.reader.uint32()),
  // GLOBAL, STACK_GLOBAL
  99: (m) => m.importName(m.reader.line(), m.reader.line()),
  147: named,
  // REDUCE, NEWOBJ, NEWOBJ_EX
  82: (m) => {
    const [args, callee] = [m.pop(), m.pop()];
    m.call(callee, args);
  },
  129: (m) => {
    const [args, callee] = [m.pop(), m.pop()];
    m.call(callee, args);
  },
  146: (m) => {
    m.pop();
    const [args, callee] = [m.pop(), m.pop()];
    m.call(callee, args);
  },
  // BUILD: attributes of an object. None that is kept here has any.
  98: (m) => void m.pop(),
  // BINPERSID
  81: (m) => m.persistent(m.pop()),
};

const stop = 0x2e;

/**
 * The value of a pickle. Nothing in it is executed: names are looked up in a short list, and what they make is data.
 *
 * @param persistent - what a persistent id stands for
 * @throws PickleProblem for what is broken, or names anything outside the list
 */
export const readPickle = (data: Uint8Array, persistent: (id: PickleValue) => PickleValue): PickleValue => {
  const reader = pickleReader(data);
  const machine = createMachine(reader, persistent);
  try {
    for (let code = reader.byte(); code !== stop; code = reader.byte()) {
      const step = Object.hasOwn(steps, code) ? steps[code] : undefined;
      if (step === undefined) {
        throw new PickleProblem(
          `it has the opcode 0x${code.toString(16)} at byte ${reader.at - 1}, which torch.save does not write`,
        );
      }
      step(machine);
    }
    return machine.pop();
  } catch (error) {
    if (error instanceof RangeError) throw new PickleProblem(error.message, { cause: error });
    throw error;
  }
};
