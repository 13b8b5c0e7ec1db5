/** Where a module of this folder lies that threads run: beside this one, compiled or not. */
export const workerModule = (name: string): URL =>
  new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
