import type { DatasetInfo } from '@sid/core';
import type { Metadata } from './metadata.ts';
import type { Sample100Options } from './options.ts';
import { extended, origin, relationsDigest, removedUse } from './origin.ts';

/** Describes what is in the folder: the published data set, or another collection in its format. */
export const infoOf = (metadata: Metadata | undefined, options: Sample100Options): DatasetInfo => {
  const published = metadata === undefined || metadata.published;
  const queries = metadata?.uses.some(({ id }) => id === removedUse.id) && published ? 76 : options.queries;
  const variant = variantOf({ ...options, queries });
  return {
    name: options.name,
    version: `${published ? origin.version : `relations ${relationsDigest(metadata.uses).slice(0, 12)}`}${variant}`,
    licence:
      options.licence ?? (published ? origin.licence : 'not stated; see the papers that came with the collection'),
    citation:
      options.citation ??
      (published
        ? [origin.citation, ...(options.annotations === undefined ? [] : [extended.citation])].join(' ')
        : 'not stated; see the papers that came with the collection'),
    generated: false,
    description: published
      ? 'Sample100: hip-hop tracks as queries, the recordings they sample as references. Whether a reference is found among the others and the noise.'
      : `A collection of ${metadata.uses.length} relations in Sample100's format. It is not Sample100.`,
  };
};

const variantOf = ({ queries, interpolation, shortQueries }: Sample100Options): string =>
  [
    ...(queries === 76 ? [', 76 queries'] : []),
    ...(interpolation === 'all' ? [] : [`, interpolation: ${interpolation}`]),
    ...(shortQueries === undefined ? [] : [`, short queries of ${shortQueries} s`]),
  ].join('');
