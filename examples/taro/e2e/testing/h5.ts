import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Collector, createCollector, createMemoryStore, type StoredEvent } from '@pugmark/collector';
import { buildTaro } from '../../../../scripts/build-taro.mjs';

const APP = fileURLToPath(new URL('../..', import.meta.url));
export const H5_DIRECTORY = join(APP, 'dist/h5');

export const buildH5 = (apiUrl: string): Promise<void> => buildTaro(APP, 'h5', { TARO_APP_API_URL: apiUrl });

/** The app with a tab bar, and Taro's routes in reach of the page. Answers where it is; it is removed by the caller. */
export async function buildTabbedH5(apiUrl: string): Promise<string> {
  // Inside the app, since Taro compiles by path and resolves what it needs from there.
  const directory = await mkdtemp(join(APP, '.tabbed-'));
  try {
    for (const part of ['src', 'config', 'package.json', 'babel.config.js'])
      await cp(join(APP, part), join(directory, part), { recursive: true });
    await symlink(join(APP, 'node_modules'), join(directory, 'node_modules'));
    const list = ['home', 'escort'].map((name) => ({ pagePath: `pages/${name}/index`, text: name }));
    const configFile = join(directory, 'src/app.config.ts');
    const config = await readFile(configFile, 'utf8');
    await writeFile(
      configFile,
      config.replace(/\};\s*$/, `  tabBar: { list: ${JSON.stringify(list)} },\n};\n`),
    );
    const appFile = join(directory, 'src/app.ts');
    await writeFile(
      appFile,
      `import Taro from '@tarojs/taro';\nObject.assign(window, { taro: Taro });\n${await readFile(appFile, 'utf8')}`,
    );
    await buildTaro(directory, 'h5', { TARO_APP_API_URL: apiUrl });
    return directory;
  } catch (cause) {
    await rm(directory, { recursive: true, force: true });
    throw cause;
  }
}

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Serves what was built. */
export async function serveH5(directory = H5_DIRECTORY): Promise<{ url: string; close(): void }> {
  const server = http.createServer(async ({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = join(directory, pathname === '/' ? 'index.html' : pathname);
    try {
      const content = await readFile(file);
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A collector whose address is known before the app is built for it. */
export interface OpenCollector {
  url: string;
  /** In the order in which they were tracked. */
  events(): Promise<StoredEvent[]>;
  lost(): Promise<number>;
  close: Collector['close'];
}

export async function openCollector(): Promise<OpenCollector> {
  const store = createMemoryStore();
  const collector = await createCollector({ store, port: 0, host: '127.0.0.1' });
  const url = await collector.listen();
  return {
    url,
    async events() {
      const events = await store.events({ limit: 10_000 });
      // Stream ids begin with their time.
      const place = ({ streamId }: StoredEvent) => `${streamId}`;
      return events.sort((a, b) => place(a).localeCompare(place(b)) || (a.seq ?? 0) - (b.seq ?? 0));
    },
    lost: async () => (await store.streams(1000)).total.lost,
    close: collector.close,
  };
}
