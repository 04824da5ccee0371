import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT } from './root.mjs';

const FOLLOW_PARENT = new URL('./follow-parent.mjs', import.meta.url).href;
/** How long a child may take to finish what it began, in ms. */
const PATIENCE = 10_000;

/**
 * The programs that run side by side. They start in order and stop in the opposite one, so that each can still
 * reach what it needs.
 * @param {(name: string) => void} onDeath A program that should run on has ended.
 */
export function createChildren(onDeath) {
  /** @type {{ name: string, child: import('node:child_process').ChildProcess, ended: Promise<unknown> }[]} */
  const children = [];
  let isStopping = false;

  /**
   * Starts a Node program.
   * @param {string} name What it is called in messages.
   * @param {string[]} args
   * @param {{ env?: Record<string, string>, onLine?: (line: string) => void }} [options]
   */
  function launch(name, args, { env = {}, onLine = () => {} } = {}) {
    // What starts while the others stop would find them gone.
    if (isStopping) return { ended: Promise.resolve(1) };
    const child = spawn(process.execPath, ['--import', FOLLOW_PARENT, ...args], {
      cwd: ROOT,
      // Out of reach of the terminal's signals: the parent passes them on, in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
    /** @type {Promise<number | null>} */
    const ended = new Promise((resolve) => {
      child.on('error', () => resolve(1));
      // Not `close`: it does not come after `disconnect`.
      child.on('exit', resolve);
    });
    children.push({ name, child, ended });
    if (child.stdout) createInterface({ input: child.stdout }).on('line', onLine);
    return { ended };
  }

  return {
    /**
     * Starts a program that runs on; resolves with the first match in its output, `undefined` when it ended before.
     * @param {string} name
     * @param {string[]} args
     * @param {{ ready: RegExp, env?: Record<string, string>, onLine?: (line: string) => void }} options
     * @returns {Promise<RegExpExecArray | undefined>}
     */
    start(name, args, { ready, env, onLine }) {
      return new Promise((resolve) => {
        const { ended } = launch(name, args, {
          ...(env ? { env } : {}),
          onLine(line) {
            const match = ready.exec(line);
            if (match) resolve(match);
            onLine?.(line);
          },
        });
        ended.then(() => {
          resolve(undefined);
          if (!isStopping) onDeath(name);
        });
      });
    },

    /**
     * Runs a program to its end; resolves with its exit code.
     * @param {string} name
     * @param {string[]} args
     */
    run: (name, args) => launch(name, args).ended,

    async stop() {
      isStopping = true;
      for (const { child, ended } of children.toReversed()) {
        if (child.connected) child.disconnect();
        const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
        await ended;
        clearTimeout(timer);
      }
    },

    /** At once and without regard: for the second Ctrl-C. */
    kill() {
      isStopping = true;
      for (const { child } of children) child.kill('SIGKILL');
    },
  };
}
