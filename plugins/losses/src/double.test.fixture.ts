import { types } from 'node:util';

/** As in @sid/nn: imported before tfjs, its cpu backend computes in double precision. Only for a test file of its own. */
globalThis.Float32Array = Float64Array as unknown as Float32ArrayConstructor;
Object.assign(types, { isFloat32Array: types.isFloat64Array });
