import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../scripts/kill-loop.mjs', import.meta.url));

test('twenty processes killed at random moments: the store has all but the last 20 ms, each event once', async () => {
  const run = promisify(execFile)(process.execPath, [script, '--rounds', '10', '--workers', '2', '--json']);
  // It ends with 1 when something is lost.
  const { stdout } = await run.catch((error) => error);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ workers: 20, lostBeyond: 0, duplicates: 0, gaps: 0, dropped: 0, queued: 0 });
  expect(result.tracked).toBeGreaterThan(1000);
});
