import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPgliteStore } from '@pugmark/store';
import { storedEvent } from '@pugmark/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTemplate } from '../../../store/src/testing/template.ts';
import { buildCli, startCli, temporaryDirectory } from '../testing/cli-process.ts';

const directory = temporaryDirectory();
let built: Awaited<ReturnType<typeof buildCli>>;

beforeAll(async () => {
  built = await buildCli();
}, 120_000);
afterAll(async () => {
  await built.remove();
  await rm(directory, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const command = startCli(built.cli, args);
  return { code: await command.ended, output: command.output() };
}

describe('copies on the command line', { timeout: 90_000 }, () => {
  it('carries the events of one directory into another, and looks whether that is well', async () => {
    const [from, to, out] = ['from', 'to', 'out'].map((name) => join(directory, name)) as [
      string,
      string,
      string,
    ];
    await Promise.all([copyTemplate(from), copyTemplate(to)]);
    const events = [storedEvent({ streamId: 's', seq: 1 }), storedEvent({ userId: '用户' })];
    const before = await createPgliteStore({ dataDir: from });
    await before.commit({ events, dropped: [], rejected: [], receivedAt: 0 });
    await before.close();

    expect(await run('export', '--data', from, '--out', out)).toMatchObject({
      code: 0,
      output: expect.stringContaining('2 events'),
    });
    const files = (await readdir(out)).map((name) => join(out, name));
    expect(await run('import', ...files, '--data', to)).toMatchObject({
      code: 0,
      output: expect.stringContaining('2 accepted, 0 there already'),
    });
    const doctor = await run('doctor', '--data', to);
    expect(doctor).toMatchObject({ code: 0, output: expect.stringContaining('all 1 numbered events') });

    const after = await createPgliteStore({ dataDir: to });
    expect(new Set(await after.events({ limit: 10 }))).toEqual(new Set(events));
    await after.close();
  });

  it('says what is wrong with a flag', async () => {
    const { code, output } = await run('archive', '--before', 'yesterday', '--out', directory);
    expect(code).toBe(1);
    expect(output).toContain('It must be a day in UTC such as 2026-05-01.');
  });
});
