import { type ByteSource, bytesAt, fourCharacters } from './byte-source.ts';

const parents = new Set(['moov', 'trak', 'mdia']);

/** Seconds of the first audio track of an MP4 file as its header says (ISO 14496-12, `mdhd`); undefined without one. */
export const mp4Duration = (source: ByteSource): number | undefined => {
  const walk = (start: number, end: number): number | undefined => {
    let seconds: number | undefined;
    for (let offset = start; offset + 8 <= end; ) {
      const header = bytesAt(source, offset, 40);
      const name = fourCharacters(header, 4);
      const short = header.getUint32(0);
      const content = offset + (short === 1 ? 16 : 8);
      const size = short === 1 ? Number(header.getBigUint64(8)) : short === 0 ? end - offset : short;
      if (size < 8) return undefined;
      if (parents.has(name)) {
        const found = walk(content, Math.min(end, offset + size));
        if (found !== undefined) return found;
      }
      if (name === 'mdhd') seconds = mediaSeconds(bytesAt(source, content, 32));
      // The media header comes before the handler that tells sound from other tracks.
      if (name === 'hdlr' && fourCharacters(bytesAt(source, content, 12), 8) === 'soun') return seconds;
      offset += size;
    }
    return undefined;
  };
  return walk(0, source.size);
};

const mediaSeconds = (view: DataView): number | undefined => {
  const long = view.getUint8(0) === 1;
  const timescale = view.getUint32(long ? 20 : 12);
  const duration = long ? Number(view.getBigUint64(24)) : view.getUint32(16);
  return timescale === 0 || duration === 0 || duration === 0xffff_ffff ? undefined : duration / timescale;
};
