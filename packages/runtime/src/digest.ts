import { createHash } from 'node:crypto';
import { canonicalJson } from '@sid/core';

/** SHA-256, in hexadecimal, of the canonical JSON of `value`. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
