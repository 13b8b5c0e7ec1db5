export * from './columns.ts';
export { renderHtml } from './html.ts';
export { renderMarkdown } from './markdown.ts';
export { methodNotes, primaryMetric, rankedMethods, unfinishedMethods } from './order.ts';
export { reportersPlugin as default } from './plugin.ts';
