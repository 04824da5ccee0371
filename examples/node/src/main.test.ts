import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startCollector } from './testing/collector.js';

const packageDir = fileURLToPath(new URL('..', import.meta.url));
const outDir = join(packageDir, 'node_modules', `.under-test-${process.pid}`);

// From the sources, so that the test needs no built packages.
beforeAll(
  () =>
    build({
      config: false,
      silent: true,
      entry: ['main.ts', 'simulate.js'].map((name) => join(packageDir, 'src', name)),
      format: ['esm'],
      target: 'node20',
      platform: 'node',
      noExternal: [/^@pugmark\//],
      external: [/^@nestjs\//, /^rxjs/, 'reflect-metadata'],
      outDir,
      outExtension: () => ({ js: '.mjs' }),
      tsconfig: join(packageDir, 'tsconfig.json'),
    }),
  60_000,
);
afterAll(() => rm(outDir, { recursive: true, force: true }));

function run(name: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(outDir, `${name}.mjs`), ...args], {
    env: { ...process.env, XDG_STATE_HOME: join(outDir, 'state'), ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdout.setEncoding('utf8');
  child.stderr.pipe(process.stderr);
  return child;
}

async function line(child: ChildProcess): Promise<string> {
  let text = '';
  while (!text.includes('\n')) text += (await once(child.stdout as NodeJS.EventEmitter, 'data'))[0];
  return text;
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'the service runs, and delivers on %s',
  async (signal) => {
    const collector = await startCollector();
    onTestFinished(collector.close);
    const service = run('main', [], { PORT: '0', PUGMARK_API_URL: collector.url });
    const [, url = ''] = /^order service: (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(await line(service)) ?? [];

    const simulation = run('simulate', ['--service', url, '--orders', '2']);
    const ended = once(simulation, 'exit');
    expect(await line(simulation)).toBe('2 orders: 1 completed, 1 cancelled\n');
    expect(await ended).toEqual([0, null]);

    const stopped = once(service, 'exit');
    service.kill(signal);
    // Nest raises the signal again when it has closed the app.
    expect(await stopped).toEqual([null, signal]);
    expect(collector.events.map(({ eventName }) => eventName)).toEqual([
      'order_created',
      'order_paid',
      'order_completed',
      'order_created',
      'order_cancelled',
    ]);
  },
  30_000,
);
