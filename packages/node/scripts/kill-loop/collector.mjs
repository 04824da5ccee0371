/**
 * A real collector with its embedded store, in a process of its own: while it is busy, the others must not wait for it.
 * Says its address; asked, it says what its store holds.
 */
import { createCollector, createPgliteStore } from '@pugmark/collector';

const [, , dataDir] = process.argv;
const store = await createPgliteStore({ dataDir });
let resent = 0;
const collector = await createCollector({
  store,
  port: 0,
  rateLimit: 10_000_000,
  onBatch: ({ duplicates }) => {
    resent += duplicates;
  },
});
process.send(await collector.listen());

process.once('message', async () => {
  const events = await store.events({ limit: 10_000_000 });
  const { total } = await store.streams(1);
  await collector.close();
  process.send(
    { keys: events.map(({ properties: { worker, count } }) => `${worker}:${count}`), total, resent },
    () => process.disconnect(),
  );
});
