export * from './audio/index.ts';
export * from './cache.ts';
export {
  type Added,
  addToCatalogue,
  type Catalogue,
  existingCatalogue,
  type Identification,
  identify,
  removeFromCatalogue,
} from './catalogue.ts';
export { compare } from './compare.ts';
export * from './components.ts';
export { type Config, type ConfigInput, configSchema } from './config.ts';
export * from './datasets.ts';
export * from './doctor.ts';
export * from './embed.ts';
export { extractFeatures, type Features, type FileFeatures } from './features.ts';
export { createFusion, type FusionMember } from './fusion.ts';
export type { Outcome } from './leaderboard.ts';
export { report } from './report.ts';
export { silentLogger, silentProgress } from './services.ts';
export * from './sid.ts';
export { type Training, train } from './train/train.ts';
export {
  openTrainingWorkspace,
  type TrainingWorkspace,
  type TrainingWorkspaceOptions,
} from './train/training-workspace.ts';
export * from './weights/index.ts';
export { type Hooks, openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';
