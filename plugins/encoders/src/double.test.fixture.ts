import { types } from 'node:util';

/**
 * Imported before tfjs, this makes its cpu backend compute in double precision: it asks for `Float32Array` by its
 * global name, and recognises one by node's `isFloat32Array`. So a network can be held against a double precision
 * reference, where near ties of distances decide as they do there. Only for a test file of its own: files do not share
 * globals.
 */
globalThis.Float32Array = Float64Array as unknown as Float32ArrayConstructor;
Object.assign(types, { isFloat32Array: types.isFloat64Array });
