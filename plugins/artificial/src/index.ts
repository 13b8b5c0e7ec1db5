import { definePlugin } from '@sid/core';
import { artificial } from './dataset/artificial.ts';
import { generated } from './songs/generated.ts';

export { type GenreName, genreNames } from './song/genre.ts';
export { mixDown } from './song/master.ts';
export { composeSong, renderSong, type Song, type Stem } from './song/render.ts';
export { type Score, type Section, type SectionName, type StemName, stemNames } from './song/score.ts';
export { type SongOptions, writeSong } from './song/write.ts';

export default definePlugin({ name: '@sid/plugin-artificial', api: 1, components: [artificial, generated] });
