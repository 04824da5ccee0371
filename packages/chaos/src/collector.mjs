import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollector, createPgliteStore } from '@pugmark/collector';

/** The real collector with its embedded store, in a directory that goes away with it. */
export async function startCollector() {
  const dataDir = await mkdtemp(join(tmpdir(), 'pugmark-chaos-'));
  const store = await createPgliteStore({ dataDir });
  const collector = await createCollector({ store, port: 0, rateLimit: 1e6 });
  return {
    url: await collector.listen(),
    /** Marks of the rows with this event name: one entry a row, so that a duplicate shows. */
    async rows(/** @type {string} */ name) {
      const events = await store.events({ name, limit: 1e5 });
      return events.map(({ properties }) => String(properties.mark));
    },
    async close() {
      await collector.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
