import { CacheInfo } from './commands/cache/info.ts';
import { CachePrune } from './commands/cache/prune.ts';
import { Compare } from './commands/compare.ts';
import { DatasetsGet } from './commands/datasets/get.ts';
import { DatasetsList } from './commands/datasets/list.ts';
import { DatasetsValidate } from './commands/datasets/validate.ts';
import { Doctor } from './commands/doctor.ts';
import { Embed } from './commands/embed.ts';
import { Export } from './commands/export.ts';
import { FeaturesCommand } from './commands/features.ts';
import { Identify } from './commands/identify.ts';
import { IndexAdd } from './commands/index/add.ts';
import { IndexList } from './commands/index/list.ts';
import { IndexRemove } from './commands/index/remove.ts';
import { Plugins } from './commands/plugins.ts';
import { Report } from './commands/report.ts';
import { Schema } from './commands/schema.ts';
import { Train } from './commands/train.ts';
import { WeightsImport } from './commands/weights/import.ts';
import { WeightsInfo } from './commands/weights/info.ts';
import { WeightsList } from './commands/weights/list.ts';
import { WeightsVerify } from './commands/weights/verify.ts';

/** Every command by its id: what oclif reads, and all there is. */
export const commands = {
  'cache:info': CacheInfo,
  'cache:prune': CachePrune,
  compare: Compare,
  datasets: DatasetsList,
  'datasets:get': DatasetsGet,
  'datasets:validate': DatasetsValidate,
  doctor: Doctor,
  embed: Embed,
  export: Export,
  features: FeaturesCommand,
  identify: Identify,
  'index:add': IndexAdd,
  'index:list': IndexList,
  'index:remove': IndexRemove,
  plugins: Plugins,
  report: Report,
  schema: Schema,
  train: Train,
  'weights:import': WeightsImport,
  'weights:info': WeightsInfo,
  'weights:list': WeightsList,
  'weights:verify': WeightsVerify,
};
