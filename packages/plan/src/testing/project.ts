import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The text of each file of a project, by its path. */
export type ProjectFiles = Record<string, string>;

/** Writes a project for one test; gives its directory. */
export function writeProject(files: ProjectFiles): string {
  const directory = mkdtempSync(join(tmpdir(), 'pugmark-scan-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

/** What a project says that is to be found in it: a line has its code after `//!`. */
export function markedProblems(files: ProjectFiles): string[] {
  return Object.entries(files)
    .flatMap(([name, text]) =>
      text.split('\n').flatMap((line, index) => {
        const code = /\/\/! (\w+)/.exec(line)?.[1];
        return code ? [`${name}:${index + 1} ${code}`] : [];
      }),
    )
    .sort();
}
