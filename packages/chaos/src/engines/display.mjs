import { spawn } from 'node:child_process';
import { once } from 'node:events';

let display;

/** A virtual screen for browsers that need one; the same for all of them, until this process ends. */
export function virtualDisplay() {
  display ??= start();
  return display;
}

async function start() {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  process.once('exit', () => server.kill());
  server.unref();
  const [number] = await Promise.race([
    once(/** @type {import('node:stream').Readable} */ (server.stdio[3]), 'data'),
    once(server, 'error').then(([cause]) => {
      throw new Error('No Xvfb: run scripts/install-engines.sh.', { cause });
    }),
  ]);
  // Closed, the pipe would end the server when it writes to it again.
  server.stdio[3]?.unref();
  return `:${String(number).trim()}`;
}
