#!/usr/bin/env node
import type { Plan } from '@pugmark/plan';
import { loadPlan } from '@pugmark/plan/load';
import { createMemoryStore, createPostgresStore, type Store } from '@pugmark/store';
import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../package.json';
import { createErrorPrinter, printBatch, printStart } from './cli-output.ts';
import { type Collector, createCollector } from './collector.ts';
import type { CollectorOptions } from './options.ts';
import type { PlanMode } from './stages/check-plan.ts';

interface Flags {
  port: number;
  host: string;
  data: string;
  memory?: true;
  store?: string;
  keepDays?: number;
  allowOrigin?: string[];
  writeKey?: string[];
  token?: string;
  openView?: true;
  rateLimit: number;
  trustProxy?: true | number;
  publicUrl?: string;
  beginAnew?: true;
  maxBody: number;
  plan?: string;
  planMode: PlanMode;
  quiet?: true;
}

const command = new Command('pugmark-collector')
  .description('Receives tracking events, keeps them, and shows them live.')
  .version(version)
  .option('--port <number>', 'port to listen on; 0 takes a free one (env PUGMARK_PORT)', whole, envPort())
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--data <dir>', 'directory of the data', '.pugmark/data')
  .option('--memory', 'keep events in memory only, until the end of the process')
  .addOption(
    new Option('--store <url>', 'PostgreSQL that keeps the events: postgres://user@host:5432/database')
      .env('PUGMARK_STORE')
      .conflicts(['memory', 'data', 'beginAnew']),
  )
  .option('--keep-days <number>', 'days that events are kept with --store (default: 30)', whole)
  .option('--begin-anew', 'if the data cannot be opened, keep it beside and begin with an empty database')
  .option('--allow-origin <origin...>', 'origins whose pages may send (default: any)')
  .option('--write-key <key...>', 'keys of which each batch must carry one (default: none)')
  .option('--token <token>', 'token that reading needs (env PUGMARK_TOKEN; default: random at each start)')
  .option('--open-view', 'let this machine read without a token; for development')
  .option('--rate-limit <number>', 'events per second and client address', whole, 10_000)
  .option(
    '--trust-proxy [count]',
    'take the client address from X-Forwarded-For; only behind your own proxy, or as many of them',
    whole,
  )
  .option('--public-url <url>', 'address under which browsers reach it through a proxy')
  .option('--max-body <bytes>', 'size of a request body', whole, 1_048_576)
  .option('--plan <file>', 'tracking plan that events are held to (default: none)')
  .addOption(
    new Option('--plan-mode <mode>', 'what is off the plan: mark it, or reject it')
      .choices(['observe', 'enforce'])
      .default('observe'),
  )
  .option('--quiet', 'print no line for each batch')
  .action(run);

command.parseAsync().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));

async function run(flags: Flags): Promise<void> {
  const collector = await createCollector(await toOptions(flags));
  stopOnSignals(collector);
  const url = await listen(collector, flags);
  // A token of the user's own is a lasting secret, and output ends up in logs.
  const viewUrl =
    tokenOf(flags) && !flags.openView
      ? collector.viewUrl.replace(/token=.*/, 'token=<your token>')
      : collector.viewUrl;
  printStart({ url, viewUrl, kept: placeOf(flags) });
}

/** Where events are kept, without a password. */
function placeOf({ memory, store, data }: Flags): string {
  if (memory) return 'in memory';
  if (!store) return `in ${data}`;
  const { host, pathname } = new URL(store);
  return `in PostgreSQL, ${host}${pathname}`;
}

/** The store that the flags name; `undefined` for the embedded one. */
async function openStore({ memory, store, keepDays }: Flags): Promise<Store | undefined> {
  if (keepDays !== undefined && !store)
    throw new Error('--keep-days goes with --store: the embedded database deletes nothing.');
  if (memory) return createMemoryStore();
  if (!store) return undefined;
  return createPostgresStore({
    url: store,
    ...(keepDays === undefined ? {} : { keepDays }),
    onFailure: createErrorPrinter('The store failed'),
  });
}

async function toOptions(flags: Flags): Promise<CollectorOptions> {
  const token = tokenOf(flags);
  const store = await openStore(flags);
  return {
    ...(store ? { store } : {}),
    dataDir: flags.data,
    port: flags.port,
    host: flags.host,
    ...(flags.allowOrigin ? { allowOrigin: flags.allowOrigin } : {}),
    ...(flags.writeKey ? { writeKeys: flags.writeKey } : {}),
    ...(token ? { token } : {}),
    openView: flags.openView ?? false,
    rateLimit: flags.rateLimit,
    trustProxy: flags.trustProxy ?? false,
    ...(flags.publicUrl ? { publicUrl: flags.publicUrl } : {}),
    onDamagedData: flags.beginAnew ? 'begin_anew' : 'fail',
    ...(flags.plan ? { plan: await readPlan(flags.plan) } : {}),
    planMode: flags.planMode,
    maxBody: flags.maxBody,
    ...(flags.quiet ? {} : { onBatch: printBatch }),
    onStoreError: createErrorPrinter('The store failed'),
    onError: createErrorPrinter('The collector failed'),
  };
}

/** @throws Error with file, line and column of each mistake. */
async function readPlan(file: string): Promise<Plan> {
  try {
    return await loadPlan(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`There is no plan at ${file}: give --plan the path of a plan file.`);
  }
}

function tokenOf(flags: Flags): string | undefined {
  return flags.token ?? (process.env.PUGMARK_TOKEN || undefined);
}

async function listen(collector: Collector, { port, host }: Flags): Promise<string> {
  try {
    return await collector.listen();
  } catch (error) {
    await collector.close();
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} on ${host} is taken. Stop the program that uses it, or choose another: --port ${port + 1}`,
      );
    }
    if (code === 'EACCES') throw new Error(`Port ${port} needs special rights: choose one above 1023.`);
    throw new Error(`Cannot listen on ${host}:${port}: ${message}`);
  }
}

/** The first signal ends in peace, the second at once. */
function stopOnSignals(collector: Collector): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stdout.write('Stopping: finishing what was begun. Again to stop at once.\n');
    collector.close().then(
      () => process.exit(0),
      (error: unknown) => fail(String(error)),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function whole(text: string): number {
  if (!/^[0-9]+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function envPort(): number {
  const text = process.env.PUGMARK_PORT;
  if (!text) return 8787;
  if (!/^[0-9]+$/.test(text)) fail(`PUGMARK_PORT must be a whole number; it is ${text}.`);
  return Number(text);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
