import { createServer } from 'node:http';
import { answerTo } from './answers.mjs';
import { findMarks, inflate } from './decode.mjs';

/** Cross-origin isolation: without it `performance.now()` is rounded to 100 µs. */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * The pages and the collectors of all SDKs, on two local ports: as on real sites, events go to another origin.
 * @param {Map<string, string>} scripts the bundle of each SDK by its name
 */
export async function startServer(scripts) {
  let tally = newTally();

  const pages = createServer((request, response) => {
    const name = request.url?.match(/^\/sdk\/([\w-]+)\.js$/)?.[1];
    const script = name ? scripts.get(name) : undefined;
    const type = script === undefined ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8';
    response.writeHead(200, { ...ISOLATION, 'content-type': type, 'cache-control': 'no-store' });
    response.end(script ?? '<!doctype html><title>bench</title><link rel="icon" href="data:,"><p>bench</p>');
  });

  const collector = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Buffer.concat(chunks);
      const body = inflate(sent);
      const url = request.url ?? '/';
      const preflight = request.method === 'OPTIONS';
      response.writeHead(200, { ...corsHeaders(request), 'content-type': 'application/json' });
      response.end(preflight ? '' : safeAnswer(url, body, tally));
      // After the answer, so that reading the body does not delay the SDK.
      count(tally, preflight, url, body, sent.length);
    });
  });

  const [page, api] = await Promise.all([listen(pages), listen(collector)]);
  return {
    pageUrl: page,
    collectorUrl: api,
    /** What came in since the last reset. */
    tally: () => tally,
    reset: () => {
      tally = newTally();
    },
    close: () => {
      for (const server of [pages, collector]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

function newTally() {
  return {
    requests: 0,
    preflights: 0,
    /** As sent: compressed where the SDK compresses. */
    bodyBytes: 0,
    /** Events, with those that came twice counted twice. */
    received: 0,
    /** @type {Set<string>} */ marks: new Set(),
    lastRequestAt: performance.now(),
    /** @type {string[]} Bodies that the stand-in could not read. */ malformed: [],
  };
}

function count(tally, preflight, url, body, sentBytes) {
  tally.lastRequestAt = performance.now();
  if (preflight) {
    tally.preflights += 1;
    return;
  }
  const marks = findMarks(url, body);
  tally.requests += 1;
  tally.bodyBytes += sentBytes;
  tally.received += marks.length;
  for (const mark of marks) tally.marks.add(mark);
}

function safeAnswer(url, body, tally) {
  try {
    return answerTo(url, body);
  } catch (error) {
    tally.malformed.push(`${url}: ${error}`);
    return '{}';
  }
}

function corsHeaders(request) {
  return {
    'access-control-allow-origin': request.headers.origin ?? '*',
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, POST, PUT, OPTIONS',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '600',
    'cross-origin-resource-policy': 'cross-origin',
  };
}

/** @returns {Promise<string>} its origin */
function listen(server) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });
}
