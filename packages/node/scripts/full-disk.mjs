#!/usr/bin/env node
/**
 * A disk that is really full: a file system of 1 MB in memory, which only root can mount. The collector is down while a
 * service tracks 10,000 events. Then the disk gets room, the service is killed, and the next one delivers.
 *
 *     node packages/node/scripts/full-disk.mjs
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createCollector, createMemoryStore } from '@pugmark/collector';

const scriptPath = (name) => fileURLToPath(new URL(name, import.meta.url));

for (const maxQueueBytes of [100_000_000, 2_000_000]) await run(maxQueueBytes);

async function run(maxQueueBytes) {
  const disk = mkdtempSync(join(tmpdir(), 'pugmark-full-disk-'));
  const mount = (options) => execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]);
  mount('size=1m');
  try {
    const store = createMemoryStore();
    const apiUrl = await freeAddress();
    const args = [apiUrl, disk, String(maxQueueBytes)];
    const service = fork(scriptPath('./full-disk/service.mjs'), args);
    await once(service, 'message');
    const full = await ask(service);
    const held = bytesIn(disk);
    mount('remount,size=64m');
    while (bytesIn(disk) < 2 * held) await wait(500);
    const recovered = await ask(service);
    const after = bytesIn(disk);
    service.kill('SIGKILL');
    await once(service, 'close');

    const collector = await createCollector({ store, port: Number(new URL(apiUrl).port) });
    await collector.listen();
    await once(fork(scriptPath('./kill-loop/finish.mjs'), args, { silent: true }), 'close');
    const arrived = await store.events({ limit: 100_000 });
    await collector.close();

    const overflow = recovered.dropped.overflow ?? 0;
    // What the service tracked after it was asked is not known: it was killed.
    const missing =
      recovered.tracked - overflow - arrived.filter(({ seq }) => seq <= recovered.tracked).length;
    console.log(`maxQueueBytes ${maxQueueBytes}`);
    console.table({
      'bytes on the disk, full': held,
      'longest turn of the app, ms': Math.round(full.longest),
      tracked: recovered.tracked,
      'dropped and counted as overflow': overflow,
      'unaccounted for': recovered.tracked - overflow - recovered.queued,
      'bytes on the disk, with room again': after,
      'arrived after a kill and the next process': arrived.length,
      missing,
    });
    console.log(recovered.warnings.join('\n'));
    const blocked = recovered.warnings.filter((warning) => warning.includes('storage is blocked'));
    if (missing || blocked.length !== 1) process.exitCode = 1;
  } finally {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
}

async function freeAddress() {
  const collector = await createCollector({ store: createMemoryStore(), port: 0 });
  const url = await collector.listen();
  await collector.close();
  return url;
}

async function ask(service) {
  const answer = once(service, 'message');
  service.send('what have you seen?');
  const [said] = await answer;
  return said;
}

function bytesIn(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
