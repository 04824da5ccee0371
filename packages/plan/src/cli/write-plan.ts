import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a plan file; over one that is there only when it is forced to. */
export async function writePlan(target: string, text: string, force = false): Promise<void> {
  if (!/\.ya?ml$/.test(target)) throw new Error(`${target} must end with .yaml or .yml`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new Error(`${target} is there already; --force overwrites it`) : error;
  });
}
