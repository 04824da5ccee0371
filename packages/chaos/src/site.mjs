import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../browser/dist/pugmark.iife.js', import.meta.url));

/**
 * The site under test: an empty page with the shipped script tag. Query parameters: `api`, the collector; `page`, the
 * page's part of the marks; `without`, names of globals that this engine shall lack; `sandbox`, no storage at all.
 */
export async function openSite() {
  const script = await readFile(SCRIPT);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(`${request.url}`, 'http://site');
    response.setHeader('Cache-Control', pathname === '/away' ? 'no-store' : 'max-age=60');
    if (pathname === '/pugmark.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
      return;
    }
    if (searchParams.has('sandbox')) response.setHeader('Content-Security-Policy', 'sandbox allow-scripts');
    response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      .end(pathname === '/page' ? PAGE : EMPTY);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    /** @param {Record<string, string>} parameters */
    page: (parameters) => `${url}/page?${new URLSearchParams(parameters)}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const EMPTY = '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,"><p>Elsewhere</p>';

const PAGE = `<!doctype html>
<title>Chaos</title>
<link rel="icon" href="data:,">
<script>
  errors = [];
  addEventListener('error', ({ message }) => errors.push(message));
  addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
  const query = new URLSearchParams(location.search);
  for (const name of (query.get('without') || '').split(',').filter(Boolean)) {
    const owner = name === 'locks' ? Navigator.prototype : globalThis;
    delete owner[name];
  }
</script>
<script src="/pugmark.js"></script>
<script>
  const options = { apiUrl: query.get('api') };
  pugmark.init(options);
  let number = 0;
  // A page that is loaded again begins to count again.
  const life = Math.random().toString(36).slice(2);
  /** Tracks so many events, each with a mark of its own, and answers the marks. */
  shoot = (count, bytes = 0) => {
    const marks = [];
    for (let index = 0; index < count; index++) {
      const mark = query.get('page') + '-' + life + '-' + number++;
      pugmark.track(query.get('name'), { mark, button: 'contact', step: index % 4, ...(bytes && { text: 'x'.repeat(bytes) }) });
      marks.push(mark);
    }
    return marks;
  };
</script>
<p>Chaos</p>`;
