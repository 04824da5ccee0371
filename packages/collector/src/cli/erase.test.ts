import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPgliteStore } from '@pugmark/store';
import { storedEvent } from '@pugmark/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTemplate } from '../../../store/src/testing/template.ts';
import { buildCli, startCli, temporaryDirectory } from '../testing/cli-process.ts';
import { wireEvent } from '../testing/samples.ts';
import { serve, TOKEN } from '../testing/serve.ts';

const directory = temporaryDirectory();
let built: Awaited<ReturnType<typeof buildCli>>;

beforeAll(async () => {
  built = await buildCli();
}, 120_000);
afterAll(async () => {
  await built.remove();
  await rm(directory, { recursive: true, force: true });
});

describe('erase on the command line', { timeout: 60_000 }, () => {
  it('removes a person from a directory, and prints the receipt', async () => {
    const data = join(directory, 'data');
    await copyTemplate(data);
    const before = await createPgliteStore({ dataDir: data });
    const events = [storedEvent({ userId: 'u1' }), storedEvent({ userId: 'u2', deviceId: 'd2' })];
    await before.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
    await before.close();
    const command = startCli(built.cli, ['erase', 'u1', '--data', data]);
    expect(await command.ended).toBe(0);
    expect(JSON.parse(command.output())).toMatchObject({ removed: { events: 1, identities: 1, streams: 0 } });
    const after = await createPgliteStore({ dataDir: data });
    expect(await after.events({ limit: 10 })).toEqual([events[1]]);
    await after.close();
  });

  it('asks a collector that runs', async () => {
    const { url, send } = await serve();
    await send({ events: [wireEvent({ deviceId: 'd/1' })] });
    const command = startCli(built.cli, ['erase', 'd/1', '--device', '--url', `${url}/`, '--token', TOKEN]);
    expect(await command.ended).toBe(0);
    expect(JSON.parse(command.output())).toMatchObject({ removed: { events: 1 } });
    const denied = startCli(built.cli, ['erase', 'd/1', '--url', url, '--token', 'not-the-token']);
    expect(await denied.ended).toBe(1);
    expect(denied.output()).toContain('token');
    expect(denied.output()).not.toContain('not-the-token');
  });
});
