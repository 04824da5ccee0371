import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildCli, startCli, temporaryDirectory } from './testing/cli-process.ts';
import { wireEvent } from './testing/samples.ts';
import { copyTemplate } from './testing/template.ts';

const directory = temporaryDirectory();
let built: Awaited<ReturnType<typeof buildCli>>;
let count = 0;

beforeAll(async () => {
  built = await buildCli();
}, 120_000);
afterAll(async () => {
  await built.remove();
  await rm(directory, { recursive: true, force: true });
});

async function dataDirectory(): Promise<string> {
  const data = join(directory, `data-${++count}`);
  await copyTemplate(data);
  return data;
}

function start(...args: string[]) {
  const process = startCli(built.cli, args);
  onTestFinished(() => {
    process.child.kill('SIGKILL');
  });
  return process;
}

async function urlOf(process: ReturnType<typeof start>): Promise<string> {
  return (await process.printed(/Send events to {2}(http:\S+)\/tracking/))[1] ?? '';
}

const post = (url: string, body: unknown) =>
  fetch(`${url}/tracking/events/batch`, { method: 'POST', body: JSON.stringify(body) });

describe('the command line', { timeout: 60_000 }, () => {
  it('prints where to send and a link that opens the view, then a line for each batch', async () => {
    const process = start('--port', '0', '--memory');
    const url = await urlOf(process);
    const [, link] = await process.printed(/Live view +(\S+\?token=\S+)/);
    expect((await fetch(link ?? '', { redirect: 'manual' })).status).toBe(303);
    await post(url, { events: [wireEvent(), wireEvent(), wireEvent({ eventName: 'No' })] });
    await process.printed(/\d\d:\d\d:\d\d {2}2 accepted, 1 rejected +page_view ×2\n/);
  });

  it('holds events to a plan, and rejects what is off it with --plan-mode enforce', async () => {
    const plan = join(directory, 'plan.yaml');
    await writeFile(
      plan,
      'version: 1\nname: shop\nevents:\n  order_paid:\n    properties: { amount: number }\n',
    );
    const process = start('--port', '0', '--memory', '--plan', plan, '--plan-mode', 'enforce');
    const answer = await post(await urlOf(process), { events: [wireEvent({ eventName: 'order_paid' })] });
    expect(await answer.json()).toMatchObject({ accepted: 0, rejected: [{ code: 'off_plan' }] });
  });

  it('says where a plan is wrong, and exits with 1', async () => {
    const plan = join(directory, 'wrong.yaml');
    await writeFile(
      plan,
      'version: 1\nname: shop\nevents:\n  order_paid:\n    properties: { amount: text }\n',
    );
    const wrong = start('--port', '0', '--memory', '--plan', plan);
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toContain(`${plan}:5:19: events.order_paid.properties.amount: `);
    const missing = start('--port', '0', '--memory', '--plan', join(directory, 'none.yaml'));
    expect(await missing.ended).toBe(1);
    expect(missing.output()).toContain('There is no plan at');
  });

  it('keeps a token of the user out of its output', async () => {
    const process = start('--port', '0', '--memory', '--token', 'my-secret-token');
    await urlOf(process);
    await process.printed(/Live view/);
    expect(process.output()).not.toContain('my-secret-token');
  });

  it('says what to do when the port is taken, and exits with 1', async () => {
    const server = createServer();
    onTestFinished(() => {
      server.close();
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    const process = start('--port', String(port), '--memory');
    expect(await process.ended).toBe(1);
    expect(process.output()).toContain(`Port ${port} on 127.0.0.1 is taken.`);
    expect(process.output()).toContain('--port');
  });

  it('names the option that makes no sense, and exits with 1', async () => {
    const process = start('--memory', '--open-view', '--host', '0.0.0.0');
    expect(await process.ended).toBe(1);
    expect(process.output()).toContain('openView shows all data');
  });

  it('stops on SIGTERM: finishes, lets the directory go, exits with 0', async () => {
    const data = await dataDirectory();
    const first = start('--port', '0', '--data', data);
    await post(await urlOf(first), { events: [wireEvent()] });
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    const second = start('--port', '0', '--data', data);
    await urlOf(second);
  });

  it('keeps what it acknowledged through kill -9, and takes over the lock of the dead', async () => {
    const data = await dataDirectory();
    const first = start('--port', '0', '--data', data, '--quiet');
    const url = await urlOf(first);
    const events = Array.from({ length: 200 }, () => wireEvent());
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const response = await post(url, { events: events.slice(index * 10, index * 10 + 10) });
        return (await response.json()) as { accepted: number };
      }),
    );
    first.child.kill('SIGKILL');
    await first.ended;
    expect(answers.every(({ accepted }) => accepted === 10)).toBe(true);

    const second = start('--port', '0', '--data', data, '--quiet');
    const again = await post(await urlOf(second), { events });
    expect(await again.json()).toEqual({ accepted: 0, duplicates: 200, rejected: [] });
  });

  it('refuses a directory that another process uses, and names that process', async () => {
    const data = await dataDirectory();
    const first = start('--port', '0', '--data', data);
    await urlOf(first);
    const second = start('--port', '0', '--data', data);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(
      `Another collector (process ${first.child.pid}) is using the data directory ${data}`,
    );
  });
});
