import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Running {
  child: ChildProcess;
  output(): string;
  /** Resolves with the first match in the output; rejects when the program ended before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit code; `null` when a signal ended it. */
  ended: Promise<number | null>;
  /** Signals it and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<Running>();

/** Runs a Node program as a process of its own; `cwd` is relative to the top of the project. */
export function runNode(
  args: string[],
  { env = {}, cwd = '.' }: { env?: Record<string, string>; cwd?: string } = {},
): Running {
  const child = spawn(process.execPath, args, {
    cwd: join(ROOT, cwd),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const program: Running = {
    child,
    ended,
    output: () => text,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(text);
          if (match) resolve(match);
        };
        listeners.add(check);
        ended.then(() => reject(new Error(`The program ended before it printed ${pattern}:\n${text}`)));
        check();
      }),
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
  running.add(program);
  ended.then(() => running.delete(program));
  return program;
}

/** For `afterEach`: whatever a failed test left. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((program) => program.stop()));
}
