import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the work an empty directory, and removes it afterwards. */
export async function withDirectory(work) {
  const directory = await mkdtemp(join(tmpdir(), 'pugmark-bench-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
