/**
 * `node scripts/postgres.mjs [command …]`: starts a PostgreSQL for tests and runs the command with its address in
 * PUGMARK_POSTGRES; without a command it says the address and waits for Ctrl-C. The server is Debian's, installed when
 * it is missing; it runs on a free port of this machine only, as an ordinary user, with data in a temporary directory
 * and `fsync` on, and is stopped and removed at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPostgres } from './lib/postgres.mjs';

const [command, ...args] = process.argv.slice(2);
const server = await startPostgres();
try {
  process.exitCode = command ? await run(command, args) : await wait();
} finally {
  await server.stop();
}

/** Resolves with the exit code. */
async function run(/** @type {string} */ program, /** @type {string[]} */ options) {
  const child = spawn(program, options, {
    stdio: 'inherit',
    env: { ...process.env, PUGMARK_POSTGRES: server.url },
  });
  // The terminal signals the child too; this process ends after it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'close');
  return code ?? 1;
}

async function wait() {
  console.log(`PUGMARK_POSTGRES=${server.url}\nCtrl-C stops it.`);
  // A promise alone does not keep the process.
  const timer = setInterval(() => {}, 60_000);
  await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
  clearInterval(timer);
  return 0;
}
