/**
 * One collector, or the least that a server can do, in a process of its own: `node server-process.mjs <kind>`. Its address
 * goes to the parent.
 */
import { createServer } from 'node:http';
import {
  createCollector,
  createMemoryStore,
  createPgliteStore,
  createPostgresStore,
} from '@pugmark/collector';

const [kind, place] = process.argv.slice(2);

/** What any collector has to do: read the body, parse it, answer. */
async function startBare() {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { events } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ accepted: events.length, duplicates: 0, rejected: [] }));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

const STORES = {
  memory: () => createMemoryStore(),
  pglite: () => createPgliteStore({ dataDir: place }),
  postgres: () => createPostgresStore({ url: place }),
};

async function startCollector() {
  const collector = await createCollector({ store: await STORES[kind](), port: 0, rateLimit: 1e9 });
  return collector.listen();
}

process.send({ url: kind === 'bare' ? await startBare() : await startCollector() });
process.on('message', () => process.exit(0));
