import { spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { copyTemplate } from '../../../store/src/testing/template.ts';
import { buildCli, startCli, startProgram, temporaryDirectory } from '../testing/cli-process.ts';
import { wireEvent } from '../testing/samples.ts';

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
  return (await process.printed(/apiUrl +(http:\S+)\n/))[1] ?? '';
}

const post = (url: string, body: unknown) =>
  fetch(`${url}/tracking/events/batch`, { method: 'POST', body: JSON.stringify(body) });

describe('the command line', { timeout: 60_000 }, () => {
  it('prints the address that a tracker takes as its apiUrl, and a link that opens the view, then a line for each batch', async () => {
    const process = start('--port', '0', '--memory');
    const url = await urlOf(process);
    const [, link] = await process.printed(/Live view +(\S+\?token=\S+)/);
    expect((await fetch(link ?? '', { redirect: 'manual' })).status).toBe(303);
    await post(url, { events: [wireEvent(), wireEvent(), wireEvent({ eventName: 'No' })] });
    await process.printed(/\d\d:\d\d:\d\d {2}2 accepted, 1 rejected +page_view ×2\n/);
  });

  it('logs JSON for machines, without payloads and tokens', async () => {
    const process = start('--port', '0', '--memory', '--log', 'json', '--token', 'my-secret-token');
    const [, url] = await process.printed(/"apiUrl":"(http:[^"]+)"/);
    await post(url ?? '', {
      events: [wireEvent({ properties: { text: 'private' } }), wireEvent({ eventName: 'No' })],
    });
    const [line] = await process.printed(/.*"msg":"batch".*\n/);
    expect(JSON.parse(line)).toEqual({
      level: 30,
      time: expect.stringMatching(/Z$/),
      accepted: 1,
      duplicates: 0,
      rejected: 1,
      names: { page_view: 1 },
      rejectedBy: { invalid_name: 1 },
      msg: 'batch',
    });
    expect(process.output()).not.toMatch(/private|my-secret-token|device-1/);
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

  it('refuses a directory that a collector in another container uses, and damages nothing', async () => {
    const data = await dataDirectory();
    // The first process of a namespace of process ids, as in a container.
    const inContainer = ['--pid', '--fork', '--mount-proc', '--kill-child', process.execPath];
    const permitted = spawnSync('unshare', [...inContainer, '-e', '']);
    if (permitted.status !== 0) {
      console.warn('Skipped: this system does not permit namespaces of process ids (unshare --pid).');
      return;
    }
    const contain = (...args: string[]) => {
      const contained = startProgram('unshare', [
        ...inContainer,
        built.cli,
        '--port',
        '0',
        '--data',
        data,
        ...args,
      ]);
      onTestFinished(() => {
        contained.child.kill('SIGKILL');
      });
      return contained;
    };
    const first = contain();
    const url = await urlOf(first);
    const events = Array.from({ length: 20 }, () => wireEvent());
    expect((await post(url, { events })).status).toBe(200);
    for (const second of [contain(), start('--port', '0', '--data', data)]) {
      expect(await second.ended).toBe(1);
      expect(second.output()).toMatch(/Another collector \(process 1 on \S+, which cannot be seen from here/);
      expect(second.output()).toContain(`is using the data directory ${data}`);
    }
    expect(await (await post(url, { events })).json()).toMatchObject({ accepted: 0, duplicates: 20 });
  });

  it('stores nothing any more when another has taken its directory, says so, and can be stopped', async () => {
    const data = await dataDirectory();
    const process = start('--port', '0', '--data', data);
    const url = await urlOf(process);
    expect((await post(url, { events: [wireEvent()] })).status).toBe(200);
    // To another container this one looked dead.
    await writeFile(
      join(data, 'lock.99'),
      JSON.stringify({ pid: 1, start: '1', space: 'other-host boot pid:[1]' }),
    );
    const refused = await post(url, { events: [wireEvent()] });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { code: 'not_owner' } });
    await process.printed(/process 1 on other-host.* has taken the data directory/);
    expect((await fetch(`${url}/health`)).status).toBe(503);
    process.child.kill('SIGTERM');
    expect(await process.ended).toBe(0);
  });

  it('says what is wrong with a directory that it cannot use, and exits with 1', async () => {
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    for (const [path, why] of [
      [file, 'there is a file of that name'],
      [join(file, 'below'), 'a part of the path is a file'],
    ] as const) {
      const process = start('--port', '0', '--data', path);
      expect(await process.ended).toBe(1);
      expect(process.output()).toContain(`The data directory ${path} cannot be made: ${why}. Choose another`);
    }
  });

  it('says what to do about damaged data, and begins anew beside it when told to', async () => {
    const data = await dataDirectory();
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '9.6\n');
    await writeFile(join(data, 'postgres', 'global', 'pg_control'), 'damaged');
    const refused = start('--port', '0', '--data', data);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(`The database in ${join(data, 'postgres')} cannot be opened.`);
    expect(refused.output()).toContain('PostgreSQL 9.6');
    expect(refused.output()).toContain('--begin-anew');
    const anew = start('--port', '0', '--data', data, '--begin-anew');
    expect((await post(await urlOf(anew), { events: [wireEvent()] })).status).toBe(200);
    await anew.printed(/It was kept as .*postgres\.damaged-/);
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
