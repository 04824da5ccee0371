import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { globby } from 'globby';

const SOURCES = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,vue}';
const NEVER = ['**/node_modules/**', '**/dist/**', '**/*.d.{ts,mts,cts}', '**/*.min.js'];

/** The source files below the paths, without what git ignores; a file that is named is taken as it is. */
export async function findFiles(paths: readonly string[], ignore: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const kind = await stat(path).catch(() => undefined);
    if (!kind) throw new Error(`${path}: there is no such file or directory`);
    if (kind.isFile()) found.add(resolve(path));
    else
      for (const file of await globby(SOURCES, {
        cwd: path,
        absolute: true,
        gitignore: true,
        ignore: [...NEVER, ...ignore],
      }))
        found.add(file);
  }
  return [...found].sort();
}
