import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { ROOT } from './root.mjs';

/** Resolves with the exit code of vitest, whose summary is the last that is printed. */
export async function test(/** @type {string[]} */ args) {
  try {
    await install();
    await build();
    // It needs what has been installed.
    const { chromiumPath } = await import('../chromium.mjs');
    const chromium = await chromiumPath();
    console.log(`Testing with Chromium at ${chromium}`);
    const code = await vitest(args, chromium);
    if (!process.env.PUGMARK_POSTGRES) {
      console.log(
        'Left out: the tests over a PostgreSQL server, for PUGMARK_POSTGRES names none. With one: node scripts/postgres.mjs npm test',
      );
    }
    return code;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

/**
 * @param {string[]} args
 * @param {string} chromium
 * @returns {Promise<number>}
 */
function vitest(args, chromium) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${ROOT}/node_modules/vitest/vitest.mjs`, 'run', ...args], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, PUGMARK_CHROMIUM: chromium },
    });
    // The terminal signals vitest too; it ends by itself, and this process after it.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
