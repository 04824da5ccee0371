import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { createCollector } from '@pugmark/collector';
import { createMemoryStore, type StoredEvent } from '@pugmark/store';
import { expect, it, onTestFinished } from 'vitest';

const TOKEN = 'a-token-for-tests';
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const has = (program: string) => spawnSync(program, ['--version']).status === 0;

async function serve() {
  const collector = await createCollector({ store: createMemoryStore(), port: 0, token: TOKEN });
  onTestFinished(() => collector.close());
  const url = await collector.listen();
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const events = async () =>
    ((await (await fetch(`${url}/api/events`, { headers })).json()) as { events: StoredEvent[] }).events;
  return { url, events };
}

it.each([
  ['sh', 'send.sh', 'curl'],
  ['python3', 'send.py', 'python3'],
])('%s sends an event with %s', async (program, file, needed) => {
  if (!has(needed)) {
    console.warn(`${needed} is not on this machine: ${file} was not run.`);
    return;
  }
  const { url, events } = await serve();
  const { stdout } = await promisify(execFile)(program, [
    path(file),
    url,
    'order_paid',
    '{"amount":3,"title":"足迹"}',
  ]);
  expect(JSON.parse(stdout)).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
  expect(await events()).toMatchObject([
    { eventName: 'order_paid', platform: 'server', properties: { amount: 3, title: '足迹' } },
  ]);
});

it('a page of a mini-program sends what is seen and done', async () => {
  const { url, events } = await serve();
  const sent: Promise<unknown>[] = [];
  const storage = new Map<string, string>();
  let page: Record<string, (argument?: unknown) => void> = {};
  const wx = {
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: string) => storage.set(key, value),
    // As the platform does it: an object goes as JSON.
    request: ({ url: address, method, data }: { url: string; method: string; data: unknown }) =>
      sent.push(
        fetch(address.replace('https://collect.example.com', url), { method, body: JSON.stringify(data) }),
      ),
  };
  const Page = (definition: typeof page) => {
    page = { ...definition, route: 'pages/cart' as never };
  };
  // A mini-program has neither window nor fetch.
  runInContext(readFileSync(path('page.js'), 'utf8'), createContext({ wx, Page }));
  page.onShow?.();
  page.onPay?.({ currentTarget: { dataset: { amount: 9.5 } } });
  await Promise.all(sent);
  const stored = (await events()).sort((a, b) => (a.eventName < b.eventName ? -1 : 1));
  expect(stored).toMatchObject([
    { eventName: 'order_paid', platform: 'miniapp', properties: { amount: 9.5 } },
    { eventName: 'page_view', deviceId: storage.get('deviceId'), properties: { pagePath: 'pages/cart' } },
  ]);
});
