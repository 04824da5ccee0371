import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const packageDir = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the command line from the sources, away from `dist`; returns its path and a way to remove it. */
export async function buildCli(): Promise<{ cli: string; remove(): Promise<void> }> {
  // Under node_modules of the package, so that its dependencies resolve as they do when installed.
  const outDir = join(packageDir, 'node_modules', `.cli-under-test-${process.pid}`);
  await build({
    config: false,
    silent: true,
    entry: { cli: join(packageDir, 'src/cli.ts') },
    format: ['esm'],
    target: 'node20',
    platform: 'node',
    // Every package, as when installed; the paths of the tsconfig would lead into the sources of ours.
    external: [/^[a-z@]/],
    outDir,
    tsconfig: join(packageDir, 'tsconfig.json'),
  });
  await cp(join(packageDir, 'src/live-view'), join(outDir, 'live-view'), { recursive: true });
  await cp(join(packageDir, '../../docs/protocol'), join(outDir, 'protocol'), { recursive: true });
  return { cli: join(outDir, 'cli.js'), remove: () => rm(outDir, { recursive: true, force: true }) };
}

export interface CliProcess {
  child: ChildProcess;
  output(): string;
  /** Resolves with the first match in the output; rejects when the process ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<number | null>;
}

export function startCli(cli: string, args: string[]): CliProcess {
  return startProgram(process.execPath, [cli, ...args]);
}

export function startProgram(program: string, args: string[]): CliProcess {
  const child = spawn(program, args);
  let text = '';
  const waiting = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    text += chunk.toString('utf8');
    for (const check of waiting) check();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    ended,
    output: () => text,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(text);
          if (match) resolve(match);
        };
        waiting.add(check);
        ended.then(() => reject(new Error(`The process ended; it printed:\n${text}`)));
        check();
      }),
  };
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'pugmark-collector-'));
}
