import { statfs } from 'node:fs/promises';
import { loadPlan } from '@pugmark/plan/load';
import type { Follower, Store } from '@pugmark/store';
import { isObject } from '../object.ts';

export interface Finding {
  what: 'Store' | 'Streams' | 'Followers' | 'Plan' | 'Disk' | 'Clock' | 'Collector';
  state: 'good' | 'warning' | 'bad';
  text: string;
}

export interface DoctorOptions {
  /** Opens the store that is looked at. */
  open?: () => Promise<Store>;
  /** Or a collector that runs. */
  url?: string;
  /** Path of a tracking plan. */
  plan?: string;
  /** Directory whose disk is looked at. */
  directory?: string;
}

const GIB = 1024 ** 3;
const MINUTE = 60_000;
/** A follower that moves is never so far behind for long. */
const LONG_BEHIND = 15 * MINUTE;

/** Looks at one thing after the other, and tells each as it is known. */
export async function* findProblems(options: DoctorOptions): AsyncGenerator<Finding> {
  const { open, url, plan, directory } = options;
  if (url !== undefined) yield* checkCollector(url);
  if (directory !== undefined) yield await checkDisk(directory);
  if (open) yield* checkStore(open);
  if (plan !== undefined) yield await checkPlan(plan);
}

async function* checkStore(open: () => Promise<Store>): AsyncGenerator<Finding> {
  let store: Store;
  try {
    store = await open();
  } catch (error) {
    yield { what: 'Store', state: 'bad', text: messageOf(error) };
    return;
  }
  try {
    await store.checkReady?.();
    const bytes = await store.size?.();
    const size = bytes === undefined ? '' : `, ${(bytes / GIB).toFixed(2)} GiB`;
    yield { what: 'Store', state: 'good', text: `takes events${size}` };
    yield* await Promise.all([checkStreams(store), checkFollowers(store), checkClock(store)]);
  } catch (error) {
    yield { what: 'Store', state: 'bad', text: messageOf(error) };
  } finally {
    await store.close();
  }
}

async function checkStreams(store: Store): Promise<Finding> {
  const { total } = await store.streams(1);
  const { received, rejected, dropped, lost, contradictions } = total;
  const all = received + rejected + dropped + lost;
  if (lost === 0 && contradictions === 0) {
    return { what: 'Streams', state: 'good', text: `all ${all} numbered events are accounted for` };
  }
  const marked = contradictions > 0 ? `, ${contradictions} streams contradict themselves` : '';
  return {
    what: 'Streams',
    state: 'warning',
    text: `${lost} of ${all} numbered events are missing${marked}: see GET /streams, or the live view`,
  };
}

async function checkFollowers(store: Store): Promise<Finding> {
  const followers = await store.followers();
  const isLate = ({ behindSince }: Follower) =>
    behindSince !== null && Date.now() - Date.parse(behindSince) > LONG_BEHIND;
  const late = followers.filter(isLate);
  if (late.length === 0)
    return { what: 'Followers', state: 'good', text: `${followers.length}, none is late` };
  const names = late.map(
    ({ name, behind, behindSince }) => `${name} (${behind} events since ${behindSince})`,
  );
  return {
    what: 'Followers',
    state: 'warning',
    text: `${names.join(', ')} are late: days that they have not read are not deleted for a week`,
  };
}

/** Of a server: the embedded database has the clock of this machine. */
async function checkClock({ source }: Store): Promise<Finding> {
  if (!('sql' in source)) return { what: 'Clock', state: 'good', text: 'it is that of this machine' };
  const before = Date.now();
  const [row] = await source.sql.query<{ now: number }>({
    text: 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    params: [],
  });
  return clockFinding('the database', (row?.now ?? before) - (before + Date.now()) / 2);
}

function clockFinding(whose: string, off: number): Finding {
  const seconds = Math.round(Math.abs(off) / 1000);
  if (seconds < 2) return { what: 'Clock', state: 'good', text: `${whose} agrees with this machine` };
  return {
    what: 'Clock',
    state: seconds < 60 ? 'warning' : 'bad',
    text: `${whose} is ${seconds} s ${off > 0 ? 'ahead of' : 'behind'} this machine: set both by NTP`,
  };
}

async function* checkCollector(url: string): AsyncGenerator<Finding> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/health`, {
      signal: AbortSignal.timeout(10_000),
    });
    const json: unknown = await response.json().catch(() => undefined);
    const health = isObject(json) ? json : {};
    yield health.ready === true
      ? { what: 'Collector', state: 'good', text: 'takes events' }
      : {
          what: 'Collector',
          state: 'bad',
          text: `takes no events: ${String(health.reason ?? response.status)}`,
        };
    const date = Date.parse(response.headers.get('date') ?? '');
    // The header has whole seconds.
    if (!Number.isNaN(date)) yield clockFinding('the collector', date + 500 - Date.now());
  } catch (error) {
    yield { what: 'Collector', state: 'bad', text: `does not answer at ${url}: ${messageOf(error)}` };
  }
}

async function checkPlan(path: string): Promise<Finding> {
  try {
    const { events } = await loadPlan(path);
    return { what: 'Plan', state: 'good', text: `${Object.keys(events).length} events` };
  } catch (error) {
    return { what: 'Plan', state: 'bad', text: messageOf(error) };
  }
}

async function checkDisk(directory: string): Promise<Finding> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    const free = bavail * bsize;
    const text = `${(free / GIB).toFixed(1)} GiB free at ${directory}, ${Math.round((bavail / blocks) * 100)} %`;
    return { what: 'Disk', state: free < 0.25 * GIB ? 'bad' : free < 2 * GIB ? 'warning' : 'good', text };
  } catch {
    return { what: 'Disk', state: 'warning', text: `there is no directory ${directory} yet` };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
