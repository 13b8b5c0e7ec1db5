import { type ByteSource, checkedRead, refuse } from './byte-source.ts';

/** A file inside an archive, stored as it is. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** Part of its bytes. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

const signatures = {
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  central: 0x02014b50,
  local: 0x04034b50,
};

const view = (bytes: Uint8Array<ArrayBuffer>): DataView => new DataView(bytes.buffer);
const big = (data: DataView, at: number): number => Number(data.getBigUint64(at, true));
const text = new TextDecoder('utf-8');

interface Directory {
  readonly offset: number;
  readonly bytes: number;
}

/** The directory of a zip lies at its end, before a comment of up to 65535 bytes (APPNOTE.TXT 4.3.16). */
const findDirectory = async (source: ByteSource): Promise<Directory> => {
  const length = Math.min(source.size, 65_535 + 22);
  const start = source.size - length;
  const tail = view(await checkedRead(source, start, length));
  let at = length - 22;
  while (at >= 0 && tail.getUint32(at, true) !== signatures.end) at--;
  if (at < 0) return refuse(source, 'is no zip archive, or is cut short: it has no directory.');
  const locator = at - 20;
  if (locator >= 0 && tail.getUint32(locator, true) === signatures.locator64) {
    const end64 = view(await checkedRead(source, big(tail, locator + 8), 56));
    if (end64.getUint32(0, true) !== signatures.end64) return refuse(source, 'has a broken zip directory.');
    return { bytes: big(end64, 40), offset: big(end64, 48) };
  }
  return { bytes: tail.getUint32(at + 12, true), offset: tail.getUint32(at + 16, true) };
};

interface Header {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly size: number;
  readonly offset: number;
  /** Where the next header begins. */
  readonly next: number;
}

/** One header of the directory (4.3.12); lengths of 4 GiB and more stand in an extra field (4.5.3). */
const header = (data: DataView, at: number): Header => {
  const names = data.getUint16(at + 28, true);
  const extras = data.getUint16(at + 30, true);
  const name = text.decode(new Uint8Array(data.buffer, at + 46, names));
  const plain = {
    size: data.getUint32(at + 24, true),
    packed: data.getUint32(at + 20, true),
    offset: data.getUint32(at + 42, true),
  };
  const end = at + 46 + names + extras;
  let extra = at + 46 + names;
  while (extra + 4 <= end && data.getUint16(extra, true) !== 1) extra += 4 + data.getUint16(extra + 2, true);
  let field = extra + 4;
  const long = (value: number): number => {
    if (value !== 0xffffffff || field + 8 > end) return value;
    field += 8;
    return big(data, field - 8);
  };
  const size = long(plain.size);
  long(plain.packed);
  const offset = long(plain.offset);
  return {
    name,
    method: data.getUint16(at + 10, true),
    encrypted: (data.getUint16(at + 8, true) & 1) === 1,
    size,
    offset,
    next: end + data.getUint16(at + 32, true),
  };
};

const entry = (source: ByteSource, { name, method, encrypted, size, offset }: Header): ZipEntry => {
  let start: Promise<number> | undefined;
  const find = async (): Promise<number> => {
    if (method !== 0 || encrypted) {
      return refuse(
        source,
        `has the entry "${name}" ${encrypted ? 'encrypted' : 'compressed'}; PyTorch stores entries as they are. Save it again with torch.save.`,
      );
    }
    const local = view(await checkedRead(source, offset, 30));
    if (local.getUint32(0, true) !== signatures.local)
      return refuse(source, `has no entry "${name}" where its directory says.`);
    return offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  };
  return {
    name,
    size,
    read: async (from, length) => {
      start ??= find();
      if (from < 0 || from + length > size) return refuse(source, `is broken: entry "${name}" has only ${size} bytes.`);
      return checkedRead(source, (await start) + from, length);
    },
  };
};

/**
 * The entries of a zip archive by name, read where they lie: nothing of a large file is held.
 *
 * @throws SidError SID_WEIGHTS_INVALID for what is no zip, is broken; from `read` for compressed entries
 */
export const openZip = async (source: ByteSource): Promise<ReadonlyMap<string, ZipEntry>> => {
  const directory = await findDirectory(source);
  const data = view(await checkedRead(source, directory.offset, directory.bytes));
  const entries = new Map<string, ZipEntry>();
  try {
    for (let at = 0; at < data.byteLength; ) {
      if (data.getUint32(at, true) !== signatures.central) return refuse(source, 'has a broken zip directory.');
      const read = header(data, at);
      entries.set(read.name, entry(source, read));
      at = read.next;
    }
  } catch (error) {
    if (error instanceof RangeError) return refuse(source, 'has a broken zip directory.', error);
    throw error;
  }
  return entries;
};
