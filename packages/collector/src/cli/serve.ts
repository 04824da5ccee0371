import type { Meter } from '@opentelemetry/api';
import type { Store } from '@pugmark/store';
import { type Command, Option } from 'commander';
import { type Collector, createCollector } from '../collector.ts';
import type { CollectorOptions } from '../options.ts';
import type { PlanMode } from '../stages/check-plan.ts';
import { type Log, type LogFormat, openLog } from './log.ts';
import { connectRedis } from './redis.ts';
import { readPlanFile, readRuleFile } from './rule-file.ts';
import { readSettings } from './settings.ts';
import { addStoreFlags, openStore, placeOf, type StoreFlags } from './store-flags.ts';
import { list, whole } from './values.ts';

interface Flags extends StoreFlags {
  port: number;
  host: string;
  prefix?: string;
  keepDays?: number;
  allowOrigin?: string[];
  writeKey?: string[];
  token?: string;
  readToken?: string;
  openView?: true;
  rateLimit: number;
  deviceRateLimit?: number;
  redis?: string;
  rules?: string;
  deviceErasure: boolean;
  trustProxy?: true | number;
  publicUrl?: string;
  beginAnew?: true;
  maxBody: number;
  plan?: string;
  planMode: PlanMode;
  quiet?: true;
  log: LogFormat;
  openTelemetry?: true;
}

/** What a program that is built on the collector adds to `serve`. */
export interface ServeExtension {
  addFlags(command: Command): void;
  /** Completes the options of the collector, such as by mounts over its store. */
  compose(
    options: CollectorOptions & { store: Store },
    flags: Record<string, unknown>,
  ): Promise<CollectorOptions>;
}

/** `pugmark-collector serve`: receives events until a signal ends it. */
export function addServe(program: Command, extension?: ServeExtension): void {
  const command = program.command('serve', { isDefault: true }).description('receive events; the default');
  readSettings(command);
  addStoreFlags(
    command.addOption(
      new Option('--port <number>', 'port to listen on; 0 takes a free one')
        .env('PUGMARK_PORT')
        .default(8787)
        .argParser(whole),
    ),
  )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option('--memory', 'keep events in memory only, until the end of the process').conflicts([
        'store',
        'keepDays',
      ]),
    )
    .option('--keep-days <number>', 'days that events are kept (default: 30 with --store, else all)', whole)
    .addOption(
      new Option(
        '--begin-anew',
        'if the data cannot be opened, keep it beside and begin with an empty database',
      ).conflicts('store'),
    )
    .option('--prefix <path>', 'path that all routes lie under, such as /t (default: none)')
    .option('--allow-origin <origin...>', 'origins whose pages may send (default: any)', list)
    .option('--write-key <key...>', 'keys of which each batch must carry one (default: none)', list)
    .addOption(
      new Option(
        '--token <token>',
        'token that reading and erasing need (default: random at each start)',
      ).env('PUGMARK_TOKEN'),
    )
    .addOption(
      new Option('--read-token <token>', 'token that may read, and nothing else (default: none)').env(
        'PUGMARK_READ_TOKEN',
      ),
    )
    .option('--open-view', 'let this machine read without a token; for development')
    .option('--rate-limit <number>', 'events per second and client address', whole, 10_000)
    .option('--device-rate-limit <number>', 'events per second of one device (default: 10000)', whole)
    .addOption(
      new Option('--redis <url>', 'Redis by which several collectors share the rates (needs ioredis)').env(
        'PUGMARK_REDIS',
      ),
    )
    .option('--rules <file>', 'JSON with apps (keys, origins, rates, plans) and mark rules (default: none)')
    .option('--no-device-erasure', 'do not let a device have itself erased')
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
    .addOption(
      new Option('--log <format>', 'lines for people, or JSON for machines')
        .env('PUGMARK_LOG')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--open-telemetry', 'count by the meter that the process has set up (needs @opentelemetry/api)')
    .action((flags: Flags) => serve(flags, extension));
  extension?.addFlags(command);
}

async function serve(flags: Flags, extension: ServeExtension | undefined): Promise<void> {
  const log = openLog(flags.log);
  const options = await toOptions(flags, log);
  const collector = await createCollector((await extension?.compose(options, { ...flags })) ?? options);
  stopOnSignals(collector, log);
  const url = await listen(collector, flags);
  // A token of the user's own is a lasting secret, and output ends up in logs.
  const viewUrl =
    flags.token && !flags.openView
      ? collector.viewUrl.replace(/token=.*/, 'token=<your token>')
      : collector.viewUrl;
  log.start({ url, viewUrl, kept: placeOf(flags) });
}

async function toOptions(flags: Flags, log: Log): Promise<CollectorOptions & { store: Store }> {
  const { keepDays } = flags;
  const onStoreError = log.error('The store failed');
  return {
    store: await openStore(flags, {
      onDamagedData: flags.beginAnew ? 'begin_anew' : 'fail',
      ...(keepDays === undefined ? {} : { keepDays }),
      onFailure: onStoreError,
    }),
    port: flags.port,
    host: flags.host,
    ...(flags.prefix ? { prefix: flags.prefix } : {}),
    ...(flags.allowOrigin ? { allowOrigin: flags.allowOrigin } : {}),
    ...(flags.writeKey ? { writeKeys: flags.writeKey } : {}),
    ...(flags.token ? { token: flags.token } : {}),
    ...(flags.readToken ? { tokens: [{ token: flags.readToken, role: 'read' }] } : {}),
    openView: flags.openView ?? false,
    rateLimit: flags.rateLimit,
    ...(flags.deviceRateLimit ? { deviceRateLimit: flags.deviceRateLimit } : {}),
    ...(flags.redis ? { redis: await connectRedis(flags.redis, log.error('Redis failed')) } : {}),
    ...(flags.rules ? await readRuleFile(flags.rules) : {}),
    deviceErasure: flags.deviceErasure,
    trustProxy: flags.trustProxy ?? false,
    ...(flags.publicUrl ? { publicUrl: flags.publicUrl } : {}),
    ...(flags.plan ? { plan: await readPlanFile(flags.plan) } : {}),
    planMode: flags.planMode,
    maxBody: flags.maxBody,
    ...(flags.openTelemetry ? { meter: await readMeter() } : {}),
    ...(flags.quiet ? {} : { onBatch: log.batch }),
    onStoreError,
    onError: log.error('The collector failed'),
  };
}

async function readMeter(): Promise<Meter> {
  try {
    const { metrics } = await import('@opentelemetry/api');
    return metrics.getMeter('pugmark');
  } catch {
    throw new Error('--open-telemetry needs a package that is not installed: npm install @opentelemetry/api');
  }
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
function stopOnSignals(collector: Collector, log: Log): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    log.stopping();
    collector.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
