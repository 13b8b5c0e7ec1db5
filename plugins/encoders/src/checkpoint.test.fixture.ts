import type { Golden } from './golden.test.fixture.ts';
import { uniform } from './golden.test.fixture.ts';

/** What a storage of a checkpoint holds; `t` is the row of the golden table, null where values do not matter. */
export interface StorageRow {
  readonly key: string;
  readonly type: string;
  readonly elements: number;
  readonly t: number | null;
}

/** A zip archive of files as they are, without sums: what PyTorch's reader and ours look at. */
const zip = (files: readonly (readonly [string, Uint8Array])[]): Uint8Array => {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const add = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const [name, data] of files) {
    const encoded = new TextEncoder().encode(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(data.length, 22);
    local.writeUInt16LE(encoded.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(data.length, 24);
    central.writeUInt16LE(encoded.length, 28);
    central.writeUInt32LE(at, 42);
    directory.push(central, encoded);
    for (const part of [local, encoded, data]) add(part);
  }
  const head = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(head.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, head, end]);
};

/** The archive that torch.save wrote around a pickle, its storages filled by the formula of the golden files. */
export const archive = (pickle: Uint8Array, rows: readonly StorageRow[], table: Golden['parameters']): Uint8Array => {
  const byIndex = new Map(table.map((row) => [row.t, row]));
  const storage = ({ type, elements, t }: StorageRow): Uint8Array => {
    if (type !== 'FloatStorage') return new Uint8Array(8 * elements);
    const { base, scale } = (t === null ? undefined : byIndex.get(t)) ?? { base: 0, scale: 0 };
    const values = Float32Array.from({ length: elements }, (_, k) => base + scale * (2 * uniform(t ?? 0, k) - 1));
    return new Uint8Array(values.buffer);
  };
  return zip([
    ['archive/data.pkl', pickle],
    ...rows.map((row): [string, Uint8Array] => [`archive/data/${row.key}`, storage(row)]),
  ]);
};
