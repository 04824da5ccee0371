import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** @typedef {'pass' | 'lose-answer' | 'hang' | { status: number, retryAfter?: string }} Mode */

/**
 * A server between one scenario's pages and the collector, whose behaviour the scenario chooses. It notes what went
 * through, so that a scenario can wait for events and count what was sent more than once.
 *
 * @param {string} collectorUrl
 */
export async function openGate(collectorUrl) {
  const news = new EventEmitter().setMaxListeners(0);
  /** @type {Mode} */
  let mode = 'pass';
  /** Answers to lose before the mode counts again. */
  let toLose = 0;
  const stored = new Set();
  const tally = { requests: 0, refused: 0, lostAnswers: 0, resent: 0 };

  const server = createServer(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    let body;
    try {
      body = await readBody(request);
    } catch {
      // The page died in the middle of its request.
      return;
    }
    tally.requests++;
    if (typeof mode === 'object') {
      tally.refused++;
      if (mode.retryAfter) response.setHeader('Retry-After', mode.retryAfter);
      response.writeHead(mode.status).end();
      return;
    }
    if (mode === 'hang') return;
    const answer = await fetch(collectorUrl + request.url, { method: 'POST', body });
    const text = await answer.text();
    if (answer.ok) {
      for (const mark of marksOf(readText(body))) {
        if (stored.has(mark)) tally.resent++;
        stored.add(mark);
      }
      news.emit('stored');
    }
    if (mode === 'lose-answer' || toLose > 0) {
      toLose--;
      tally.lostAnswers++;
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(text);
  });
  server.keepAliveTimeout = 1000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };

  return {
    url: `http://127.0.0.1:${port}`,
    tally,
    /** Marks of the events that the collector has committed. */
    stored,
    /** @param {Mode} next */
    set(next) {
      mode = next;
    },
    /** Loses the next answers, after the collector has stored. @param {number} count */
    loseAnswers(count) {
      toLose = count;
    },
    /** Refuses connections from now on. */
    close,
    async open() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    /** Resolves with `true` once so many events are stored, with `false` after `ms`. */
    async arrived(/** @type {number} */ count, /** @type {number} */ ms) {
      const signal = AbortSignal.timeout(ms);
      try {
        while (stored.size < count) await once(news, 'stored', { signal });
        return true;
      } catch {
        return stored.size >= count;
      }
    },
  };
}

async function readBody(/** @type {import('node:http').IncomingMessage} */ request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Gzip is known by its first bytes. */
const readText = (/** @type {Buffer} */ body) =>
  (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString();

/** Every event of a scenario carries a mark of its own. */
const marksOf = (/** @type {string} */ body) =>
  Array.from(body.matchAll(/"mark":"([^"]+)"/g), ([, mark]) => mark);
