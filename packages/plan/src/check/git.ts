import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The text of a file at a revision; undefined when that has no such file. Rejects on an unknown revision. */
export async function textAtRevision(file: string, revision: string): Promise<string | undefined> {
  const git = async (...args: string[]) =>
    (await run('git', ['-C', dirname(file), ...args], { maxBuffer: 1 << 26 })).stdout;
  let commit: string;
  try {
    commit = (
      await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)
    ).trim();
  } catch {
    throw new Error(`git knows no revision "${revision}" in ${dirname(file)}`);
  }
  const name = `./${basename(file)}`;
  if ((await git('ls-tree', '--name-only', commit, '--', name)).trim() === '') return undefined;
  return git('show', `${commit}:${name}`);
}
