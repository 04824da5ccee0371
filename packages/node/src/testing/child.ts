import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'tsup';

const packageDir = fileURLToPath(new URL('../..', import.meta.url));

export interface Built {
  /** Addresses of the built package, for `import` and `require`. */
  esm: string;
  cjs: string;
  remove(): Promise<void>;
}

/** Builds the package as it is published, with the engine inside, away from `dist`. */
export async function buildPackage(): Promise<Built> {
  const outDir = join(packageDir, 'node_modules', `.under-test-${process.pid}`);
  await build({
    config: false,
    silent: true,
    entry: [join(packageDir, 'src/index.ts')],
    format: ['esm', 'cjs'],
    target: 'node20',
    platform: 'node',
    noExternal: [/.*/],
    outDir,
    outExtension: ({ format }) => ({ js: format === 'esm' ? '.mjs' : '.cjs' }),
    tsconfig: join(packageDir, 'tsconfig.json'),
  });
  return {
    esm: pathToFileURL(join(outDir, 'index.mjs')).href,
    cjs: join(outDir, 'index.cjs'),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
  /** Milliseconds from the start to the end of the process. */
  took: number;
}

export interface Child {
  process: ChildProcess;
  /** Resolves once the process has printed the text, as often as is said. */
  printed(text: string, times?: number): Promise<void>;
  ended: Promise<Ended>;
}

/** Runs a script in a process of its own; `type` says what kind of module it is. */
export function runScript(script: string, type: 'module' | 'commonjs' = 'module'): Child {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [`--input-type=${type}`, '-e', script], { stdio: 'pipe' });
  let output = '';
  const hear = (chunk: Buffer) => {
    output += chunk.toString('utf8');
    child.emit('heard');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return {
    process: child,
    async printed(text, times = 1) {
      while (output.split(text).length <= times) await once(child, 'heard');
    },
    ended: once(child, 'close').then(([code, signal]) => ({
      code,
      signal,
      output,
      took: performance.now() - startedAt,
    })),
  };
}
