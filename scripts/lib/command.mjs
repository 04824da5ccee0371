import { spawn } from 'node:child_process';
import { ROOT } from './root.mjs';

/** No pnpm is needed on the machine: npm brings the version that wrote the lockfile. */
const PNPM = ['-y', 'pnpm@10.34.9'];

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs pnpm in the project. Its output is shown only when it fails.
 * @param {string[]} args
 */
export function pnpm(args) {
  return runQuietly('npx', [...PNPM, ...args]);
}

/** Ends what `pnpm` started, with all that it started in turn. */
export function stopCommands() {
  for (const { pid } of running) {
    try {
      if (pid) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
    } catch {
      // Gone already.
    }
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function runQuietly(command, args) {
  return new Promise((resolve, reject) => {
    const isWindows = process.platform === 'win32';
    // A process group of its own (`detached`), so that one signal reaches all of it. npx is a script on Windows.
    const child = spawn(command, args, {
      cwd: ROOT,
      detached: !isWindows,
      shell: isWindows,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    running.add(child);
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      if (code === 0) resolve(undefined);
      else reject(new Error(`${output.trimEnd()}\n\nThis command failed: ${command} ${args.join(' ')}`));
    });
  });
}
