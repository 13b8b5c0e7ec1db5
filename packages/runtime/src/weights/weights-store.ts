import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { canonicalJson, messageOf, SidError, type WeightsCard, type WeightsStore } from '@sid/core';
import { cardFile, loadTensors, readWeightsFolder, type WeightsFolder } from './weights-folder.ts';

/** Where weights are looked for: folders of folders, in this order; the first one that has a tag wins. */
export interface WeightsPlaces {
  readonly folders: readonly string[];
  /** Paths of a configuration are relative to this. */
  readonly baseFolder: string;
}

const isPath = (name: string): boolean => name.includes('/') || name.includes('\\') || isAbsolute(name);

/** Names of the folders inside that have a card. */
const tagsIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => existsSync(join(folder, name, cardFile))).sort();
};

/** A folder whose card cannot be used, and why. */
export interface Unusable {
  readonly folder: string;
  readonly problem: string;
}

/** Everything that is in the folders, by tag; what an earlier folder has hides what a later one has under the same tag. */
export const listWeights = async ({
  folders,
}: WeightsPlaces): Promise<{ readonly weights: readonly WeightsFolder[]; readonly unusable: readonly Unusable[] }> => {
  const found = new Map<string, WeightsFolder>();
  const unusable: Unusable[] = [];
  for (const parent of folders) {
    for (const name of await tagsIn(parent)) {
      if (found.has(name)) continue;
      const folder = join(parent, name);
      try {
        found.set(name, await readWeightsFolder(folder));
      } catch (error) {
        unusable.push({ folder, problem: messageOf(error) });
      }
    }
  }
  return { weights: [...found.values()].sort((a, b) => a.card.tag.localeCompare(b.card.tag, 'en')), unusable };
};

/** @param name - a tag, or a path with a slash in it. @throws SidError SID_WEIGHTS_INVALID that names the tags there are */
export const findWeights = async (places: WeightsPlaces, name: string): Promise<WeightsFolder> => {
  if (isPath(name)) return readWeightsFolder(resolve(places.baseFolder, name));
  for (const parent of places.folders) {
    if ((await tagsIn(parent)).includes(name)) return readWeightsFolder(join(parent, name));
  }
  const { weights } = await listWeights(places);
  throw new SidError(
    'SID_WEIGHTS_INVALID',
    `No weights are called "${name}" in ${places.folders.join(', ')}. Known: ${weights.map(({ card }) => card.tag).join(', ') || 'none'}. The path of a folder needs a slash: ./${name}.`,
  );
};

/** Whether there is a folder of that name, whatever is in it. */
export const hasWeights = ({ folders, baseFolder }: WeightsPlaces, name: string): boolean => {
  const possible = isPath(name) ? [resolve(baseFolder, name)] : folders.map((parent) => join(parent, name));
  return possible.some((folder) => existsSync(join(folder, cardFile)));
};

/** Weights made for another component or other options would load, and mean nothing. */
const checkPurpose = (card: WeightsCard, architecture: string, options: Readonly<Record<string, unknown>>): void => {
  const refuse = (why: string): never => {
    throw new SidError('SID_WEIGHTS_INVALID', `The weights "${card.tag}" ${why}`);
  };
  if (card.architecture !== architecture) {
    refuse(
      `belong to ${card.architecture}${card.preset === undefined ? '' : ` (preset ${card.preset})`}, not to ${architecture}.`,
    );
  }
  const other = Object.keys(card.options).filter(
    (key) => key in options && canonicalJson(card.options[key]) !== canonicalJson(options[key]),
  );
  if (other.length > 0) {
    const said = other.map(
      (key) => `${key}: ${JSON.stringify(card.options[key])}, not ${JSON.stringify(options[key])}`,
    );
    const preset = card.preset === undefined ? '' : ` They belong to the preset ${card.preset}.`;
    refuse(`are for other options of ${architecture}: ${said.join('; ')}.${preset}`);
  }
};

/** What fills `tokens.weights`. Values are read, and their digest checked, when a component asks for them. */
export const createWeightsStore = (places: WeightsPlaces): WeightsStore => ({
  open: async (name, { architecture, options }) => {
    const found = await findWeights(places, name);
    checkPurpose(found.card, architecture, options);
    return { card: found.card, load: () => loadTensors(found) };
  },
});
