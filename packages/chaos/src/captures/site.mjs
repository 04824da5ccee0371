import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const DIST = new URL('../../../browser/dist/', import.meta.url);
const fromBrowser = createRequire(new URL('package.json', new URL('../', DIST)));

/** A module of the page, and the file that is served for it: what is built, as it is published. */
const MODULES = {
  '@pugmark/browser': fileURLToPath(new URL('index.js', DIST)),
  '@pugmark/browser/captures': fileURLToPath(new URL('captures/index.js', DIST)),
  'web-vitals/attribution': fromBrowser.resolve('web-vitals/attribution').replace(/\.(umd\.)?c?js$/, '.js'),
};

/** A shop of one page with every kind of router, and the answers that it asks for. */
export async function openApp() {
  const app = await readFile(new URL('app.html', import.meta.url), 'utf8');
  const modules = Object.entries(MODULES);
  const imports = Object.fromEntries(modules.map(([name], index) => [name, `/modules/${index}.js`]));
  const page = app.replace('IMPORTS', JSON.stringify({ imports }));
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(`${request.url}`, 'http://app');
    request.resume();
    const [, index] = /^\/modules\/(\d)\.js$/.exec(pathname) ?? [];
    if (index) {
      const [, file = ''] = modules[Number(index)] ?? [];
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(await readFile(file));
    } else if (pathname.startsWith('/api/'))
      response.writeHead(pathname === '/api/broken' ? 500 : 200).end('{}');
    else if (pathname.startsWith('/missing')) response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(pathname === '/away' ? '<!doctype html><title>Elsewhere</title><p>Elsewhere' : page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
