import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../store/src/testing/postgres-database.ts';
import { buildCli, startCli } from '../testing/cli-process.ts';
import { wireEvent } from '../testing/samples.ts';

let built: Awaited<ReturnType<typeof buildCli>>;
let database: TestDatabase;
beforeAll(async () => {
  [built, database] = await Promise.all([buildCli(), createTestDatabase()]);
}, 120_000);
afterAll(async () => {
  await built.remove();
  await database.drop();
});

async function start() {
  const process = startCli(built.cli, [
    '--port',
    '0',
    '--quiet',
    '--token',
    'a-token-for-tests',
    '--store',
    database.url,
  ]);
  onTestFinished(() => {
    process.child.kill('SIGKILL');
  });
  const [, url = ''] = await process.printed(/apiUrl +(http:\S+)\n/);
  return { ...process, url };
}

it('keeps events in the database that --store names, over the death of the process', async () => {
  const first = await start();
  expect(first.output()).toContain(`Events kept  in PostgreSQL, ${new URL(database.url).host}/`);
  const events = [1, 2, 3].map((seq) => wireEvent({ streamId: 's', seq }));
  const send = (url: string) =>
    fetch(`${url}/tracking/events/batch`, { method: 'POST', body: JSON.stringify({ events }) });
  expect(await (await send(first.url)).json()).toMatchObject({ accepted: 3 });
  first.child.kill('SIGKILL');
  await first.ended;
  const second = await start();
  expect(await (await send(second.url)).json()).toMatchObject({ accepted: 0, duplicates: 3 });
  const streams = await fetch(`${second.url}/streams`, {
    headers: { Authorization: 'Bearer a-token-for-tests' },
  });
  expect(await streams.json()).toMatchObject({ total: { received: 3, lost: 0 } });
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
});

it.each<[string[], Record<string, string>, RegExp]>([
  [['--store', 'postgres://u:secret@127.0.0.1:1/x'], {}, /127\.0\.0\.1:1\/x cannot be used/],
  [[], { PUGMARK_STORE: 'http://u:secret@host/x' }, /must be like postgres:/],
  [['--memory'], { PUGMARK_STORE: 'postgres://u:secret@host/x' }, /cannot be used with/],
  [['--store', 'postgres://u:secret@host/x', '--keep-days', '0'], {}, /keepDays must be a whole number/],
  [['--keep-days', '7', '--memory'], {}, /'--memory' cannot be used with option '--keep-days/],
])('says what is wrong, without a password, and exits with 1: %s %s', (args, env, message) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [built.cli, '--port', '0', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  expect(stderr).toMatch(message);
  expect(stdout + stderr).not.toContain('secret');
  expect(status).toBe(1);
});
