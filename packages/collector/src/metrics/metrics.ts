import type { GroupCommit, Store } from '@pugmark/store';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Sink } from '../sink.ts';
import type { FanOut } from '../sinks/fan-out.ts';
import type { Hub } from '../sinks/hub.ts';
import { createCache } from './cache.ts';

export interface MetricsParts {
  store: Store;
  groupCommit: GroupCommit;
  hub: Hub;
  sinks: () => FanOut;
  now: () => number;
}

/** The collector's own figures, for Prometheus. */
export interface Metrics extends Sink {
  /** Counts an answer to a sender. */
  countRequest(status: number): void;
  /** Notes how long the store took for a batch. */
  observeCommit(milliseconds: number): void;
  /** All figures in the text format of Prometheus. */
  read(): Promise<Response>;
  close(): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const DELAYS = [0.5, 1, 2, 5, 10, 30, 60, 300, 3600, 86_400];
/** Milliseconds that what the store was asked stays true enough. */
const FRESH = 10_000;
/** How far back the figures of platforms look. */
const DAY = 86_400_000;
/** Reasons and platforms come from clients in part, so that their number has to end somewhere. */
const MAX_LABELS = 50;

export function createMetrics(parts: MetricsParts): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter<Label>({ name: `pugmark_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `pugmark_${name}`, help, buckets, registers });

  const batches = counter('batches_total', 'Batches that were answered with 200.');
  const accepted = counter('events_accepted_total', 'Events that were stored.');
  const duplicates = counter('events_duplicate_total', 'Events that were stored before.');
  const rejected = counter('events_rejected_total', 'Events that were rejected, by reason.', ['code']);
  const requests = counter('requests_total', 'Answers to senders, by status.', ['status']);
  const commits = histogram('commit_seconds', 'From a batch that is ready to its commit.', SECONDS);
  const delays = histogram('event_delay_seconds', 'From the oldest event of a batch to its commit.', DELAYS);
  addGauges(registers, parts);

  const codes = new Set<string>();
  const boundCode = (code: string) => {
    if (codes.size < MAX_LABELS) codes.add(code);
    return codes.has(code) ? code : 'other';
  };

  return {
    name: 'metrics',
    accept(events, report) {
      batches.inc();
      accepted.inc(report.accepted);
      duplicates.inc(report.duplicates);
      for (const [code, count] of report.rejectedBy) rejected.inc({ code: boundCode(code) }, count);
      let oldest: string | undefined;
      for (const { eventTime } of events) if (oldest === undefined || eventTime < oldest) oldest = eventTime;
      if (oldest !== undefined) delays.observe(Math.max(0, parts.now() - Date.parse(oldest)) / 1000);
    },
    countRequest: (status) => requests.inc({ status: String(status) }),
    observeCommit: (milliseconds) => commits.observe(milliseconds / 1000),
    async read() {
      return new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } });
    },
    close: () => registry.clear(),
  };
}

/** What is looked up when it is asked for. A store that does not answer has no figures, and holds up no others. */
function addGauges(registers: Registry[], { store, groupCommit, hub, sinks, now }: MetricsParts): void {
  const gauge = <Label extends string = never>(
    name: string,
    options: { help: string; labelNames?: Label[]; collect(gauge: Gauge<Label>): void | Promise<void> },
  ) =>
    new Gauge<Label>({
      name: `pugmark_${name}`,
      help: options.help,
      labelNames: options.labelNames ?? [],
      registers,
      async collect() {
        await options.collect(this as unknown as Gauge<Label>);
      },
    });
  const followers = createCache(() => store.followers(), FRESH);
  const platforms = createCache(() => store.platforms(new Date(now() - DAY)), FRESH);
  const size = createCache(async () => store.size?.(), FRESH);

  gauge('pending_batches', {
    help: 'Batches that wait for the store.',
    collect: (g) => g.set(groupCommit.pending().batches),
  });
  gauge('pending_bytes', {
    help: 'Bytes that wait for the store.',
    collect: (g) => g.set(groupCommit.pending().bytes),
  });
  gauge('live_viewers', { help: 'Open live views.', collect: (g) => g.set(hub.viewers()) });
  gauge('sink_missed_batches', {
    help: 'Batches that a sink missed, because it was busy.',
    labelNames: ['sink'],
    collect: (g) => {
      for (const [sink, count] of sinks().missed()) g.set({ sink }, count);
    },
  });
  gauge('store_bytes', {
    help: 'What the store takes.',
    async collect(g) {
      const bytes = await size();
      if (bytes === undefined) g.reset();
      else g.set(bytes);
    },
  });
  gauge('follower_behind_events', {
    help: 'Events that a follower of the feed has not read, up to 10000.',
    labelNames: ['follower'],
    async collect(g) {
      g.reset();
      for (const { name, behind } of (await followers()) ?? []) g.set({ follower: name }, behind);
    },
  });
  gauge('follower_behind_seconds', {
    help: 'How long the first event that a follower has not read has waited.',
    labelNames: ['follower'],
    async collect(g) {
      g.reset();
      for (const { name, behindSince } of (await followers()) ?? []) {
        g.set({ follower: name }, behindSince ? Math.max(0, now() - Date.parse(behindSince)) / 1000 : 0);
      }
    },
  });
  gauge('stream_numbers', {
    help: 'What became of the numbers of the streams of the last day, by platform.',
    labelNames: ['platform', 'outcome'],
    async collect(g) {
      g.reset();
      for (const { platform, received, rejected, lost, dropped } of (await platforms()) ?? []) {
        for (const [outcome, count] of Object.entries({ received, rejected, lost, dropped })) {
          g.set({ platform: platform ?? 'unknown', outcome }, count);
        }
      }
    },
  });
}
