import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./child.mjs', import.meta.url));
/** How long a process may take to end, in ms. */
const PATIENCE = 120_000;

/** Starts one SDK in a process of its own. */
export function startChild(name, url, directory, scenario, amount = 0) {
  const child = spawn(process.execPath, [CHILD, name, url, directory, scenario, String(amount)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return {
    child,
    output: () => output,
    errors: () => errors,
    /** Its next message; rejects when it ends without one. */
    message: () =>
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('close', () => reject(new Error(`${name} ended: ${errors.slice(0, 300)}`)));
      }),
    ended: once(child, 'close'),
  };
}

/** An SDK that never lets its process end is ended. */
export async function endOf({ child, ended }) {
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  await ended;
  clearTimeout(timer);
}
