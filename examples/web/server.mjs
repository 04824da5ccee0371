/**
 * Serves the built page: static files, the page itself for every other address (`/t/<token>`), and the address
 * of the collector written into it, so that one build serves any environment.
 *
 *     PUGMARK_API_URL=https://collect.example.com PORT=5173 node server.mjs
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('dist/', import.meta.url));
const HOST = '127.0.0.1';

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const apiUrl = new URL(process.env.PUGMARK_API_URL ?? 'http://127.0.0.1:8787').origin;
const page = (await readFile(join(DIST, 'index.html'), 'utf8')).replace(
  '<meta name="pugmark-api-url" content="" />',
  `<meta name="pugmark-api-url" content="${apiUrl}" />`,
);

/** The page and its tracker need no more than this. */
const HEADERS = {
  'Content-Security-Policy': `default-src 'self'; connect-src 'self' ${apiUrl}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

const server = createServer(async (request, response) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const { status, type, body, cache } = await answerTo(new URL(request.url ?? '/', 'http://page').pathname);
  response.writeHead(status, { ...HEADERS, 'Content-Type': type, 'Cache-Control': cache });
  response.end(request.method === 'HEAD' ? undefined : body);
});

/** @param {string} pathname */
async function answerTo(pathname) {
  const type = TYPES[extname(pathname)];
  // What looks like a file is one or is missing; a token may hold a dot, so `/t/` is always the page.
  if (!type || pathname.startsWith('/t/') || pathname === '/index.html') {
    return { status: 200, type: TYPES['.html'] ?? '', body: page, cache: 'no-cache' };
  }
  try {
    const file = join(DIST, normalize(pathname));
    if (!file.startsWith(DIST)) throw new Error('outside');
    const body = await readFile(file);
    // Vite puts a hash of the content into these names.
    const cache = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return { status: 200, type, body, cache };
  } catch {
    return { status: 404, type: 'text/plain', body: 'Not found', cache: 'no-cache' };
  }
}

function stop() {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
server.on('error', (error) => {
  console.error(`The example page cannot be served: ${error.message}`);
  process.exit(1);
});
server.listen(Number(process.env.PORT ?? 5173), HOST, () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(`example page: http://${HOST}:${address.port}`);
});
