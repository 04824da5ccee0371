/**
 * `pnpm bench:collector [--only memory] [--events 100000] [--rounds 3]`: the collector with each store beside the least
 * that a server can do. With PostgreSQL, named by PUGMARK_POSTGRES, beside one COPY of the same rows into the same table.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withDatabase } from './database.mjs';
import { makeBodies } from './events.mjs';
import { measure } from './measure.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    batch: { type: 'string', default: '50,500' },
  },
});
const total = Number(values.events);

async function run(kind, batch) {
  const load = () => ({ warm: makeBodies(total / 5, batch), bodies: makeBodies(total, batch) });
  if (kind === 'postgres') {
    return withDatabase(async ({ url, measureCopy }) => {
      const measured = await measure(kind, { ...load(), place: url });
      return { ...measured, copy: await measureCopy() };
    });
  }
  if (kind !== 'pglite') return measure(kind, load());
  const place = await mkdtemp(join(tmpdir(), 'pugmark-bench-'));
  return measure(kind, { ...load(), place }).finally(() => rm(place, { recursive: true, force: true }));
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const kinds = ['bare', 'memory', 'pglite', ...(process.env.PUGMARK_POSTGRES ? ['postgres'] : [])].filter(
  (kind) => kind === 'bare' || !values.only || values.only.split(',').includes(kind),
);

for (const batch of values.batch.split(',').map(Number)) {
  const rounds = Object.fromEntries(kinds.map((kind) => [kind, []]));
  // In turn, so that a busy minute of the machine is everybody's.
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const kind of kinds) rounds[kind].push(await run(kind, batch));
  }
  const rows = kinds.map((kind) => {
    const of = (field) => median(rounds[kind].map((result) => result[field]));
    return {
      store: kind,
      batch,
      'events/s': Math.round(of('perSecond')),
      'of bare': (of('perSecond') / median(rounds.bare.map(({ perSecond }) => perSecond))).toFixed(2),
      'CPU µs/event': of('cpu').toFixed(1),
      'RSS MB': Math.round(of('rss')),
      ...(kind === 'postgres'
        ? {
            'COPY rows/s': Math.round(of('copy')),
            'of COPY': median(rounds[kind].map(({ perSecond, copy }) => perSecond / copy)).toFixed(2),
          }
        : {}),
    };
  });
  console.table(rows);
}
