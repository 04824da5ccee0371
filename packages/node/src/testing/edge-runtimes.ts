import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EdgeRuntime, runServer } from 'edge-runtime';
import { build } from 'tsup';
import workerd from 'workerd';

/** A worker that runs. */
export interface Running {
  url: string;
  stop(): Promise<void>;
}

async function bundle(directory: string, format: 'esm' | 'iife'): Promise<string> {
  await build({
    config: false,
    silent: true,
    entry: { app: fileURLToPath(new URL('./edge-app.ts', import.meta.url)) },
    format,
    globalName: 'app',
    target: 'es2022',
    // Neither runtime has modules of Node: the bundle must need none.
    platform: 'neutral',
    noExternal: [/.*/],
    outDir: directory,
    outExtension: () => ({ js: '.js' }),
  });
  return readFileSync(join(directory, 'app.js'), 'utf8');
}

const CONFIG = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["local", "private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "app.js", esModule = embed "app.js"),
  ],
  compatibilityDate = "2026-04-01",
);
`;

/** The runtime of Cloudflare Workers, without its layer for Node. */
async function startWorkerd(): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'pugmark-workerd-'));
  await bundle(directory, 'esm');
  writeFileSync(
    join(directory, 'worker.js'),
    `import { handle } from './app.js';
    export default { fetch: (request, env, ctx) => handle(request, (work) => ctx.waitUntil(work)) };`,
  );
  writeFileSync(join(directory, 'config.capnp'), CONFIG);
  const child = spawn(workerd, ['serve', join(directory, 'config.capnp'), '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const closed = once(child, 'close');
  const control = child.stdio[3] as NodeJS.ReadableStream;
  const [said] = await Promise.race([once(control, 'data'), closed.then(() => ['{}'])]);
  return {
    url: `http://127.0.0.1:${JSON.parse(String(said)).port}`,
    async stop() {
      child.kill();
      await closed;
      rmSync(directory, { recursive: true });
    },
  };
}

/** The runtime with which Vercel's tools run edge functions. */
async function startEdgeRuntime(): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'pugmark-edge-'));
  const app = await bundle(directory, 'iife');
  const server = await runServer({
    host: '127.0.0.1',
    port: 0,
    runtime: new EdgeRuntime({
      initialCode: `${app}
        addEventListener('fetch', (event) =>
          event.respondWith(app.handle(event.request, (work) => event.waitUntil(work))));`,
    }),
  });
  return {
    url: new URL(server.url).origin,
    async stop() {
      await server.close();
      rmSync(directory, { recursive: true });
    },
  };
}

export const edgeRuntimes = { workerd: startWorkerd, 'edge-runtime': startEdgeRuntime };
