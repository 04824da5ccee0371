#!/usr/bin/env node
/**
 * Runs the built package in other runtimes, each given by its command: 250 events, an end of some kind, and the next
 * process. Prints how many arrived; ends with 1 when an event was lost.
 *
 *     node packages/node/scripts/runtimes.mjs node "bun run" "deno run -A"
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCollector, createMemoryStore } from '@pugmark/collector';

const script = fileURLToPath(new URL('./runtimes/service.mjs', import.meta.url));

async function run(command, args) {
  const [program, ...before] = command.split(' ');
  const child = spawn(program, [...before, script, ...args], { stdio: 'inherit' });
  await once(child, 'close');
}

for (const command of process.argv.slice(2)) {
  for (const end of ['end', 'stop', 'exit', 'kill']) {
    const directory = await mkdtemp(join(tmpdir(), 'pugmark-runtimes-'));
    const store = createMemoryStore();
    const collector = await createCollector({ store, port: 0 });
    const url = await collector.listen();
    await run(command, [url, directory, end]);
    const { length: first } = await store.events({ limit: 1000 });
    await run(command, [url, directory, 'next']);
    const { length: all } = await store.events({ limit: 1000 });
    console.log(`${command}, ${end}: ${first} of 250 arrived, ${all} after the next process`);
    if (all !== 250) process.exitCode = 1;
    await collector.close();
    await rm(directory, { recursive: true, force: true });
  }
}
