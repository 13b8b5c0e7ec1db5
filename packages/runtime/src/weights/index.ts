export { type Imported, type ImportRequest, importWeights } from './import-weights.ts';
export { type Verified, verifyWeights } from './verify-weights.ts';
export { type WeightsFolder, withTensors } from './weights-folder.ts';
export { findWeights, listWeights, type WeightsPlaces } from './weights-store.ts';
