import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { readSettings } from './settings.ts';
import { list, whole } from './values.ts';

let file: string;
beforeEach(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'pugmark-settings-'));
  file = join(directory, 'collector.yaml');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true, force: true });
  });
});

/** What a command of some flags is run with. */
async function run(args: string[], env: Record<string, string> = {}): Promise<Record<string, unknown>> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  let found: Record<string, unknown> = {};
  const command = new Command('serve').exitOverride();
  readSettings(command);
  command
    .option('--port <number>', '', whole, 8787)
    .option('--keep-days <number>', '', whole)
    .option('--allow-origin <origin...>', '', list)
    .option('--quiet', '')
    .option('--no-device-erasure', '')
    .addOption(new Option('--store <url>', '').env('PUGMARK_STORE').conflicts('memory'))
    .option('--memory', '')
    .addOption(new Option('--log <format>', '').choices(['text', 'json']).default('text'))
    .action((options) => {
      found = options;
    });
  await command.parseAsync(args, { from: 'user' });
  return found;
}

it('counts a flag more than a variable, that more than the file, and that more than the default', async () => {
  await writeFile(file, 'port: 1\nkeepDays: 60\nlog: json\nallowOrigin: [https://a.example]\n');
  expect(
    await run(['--config', file, '--port', '3'], { PUGMARK_PORT: '2', PUGMARK_KEEP_DAYS: '90' }),
  ).toMatchObject({
    port: 3,
    keepDays: 90,
    log: 'json',
    allowOrigin: ['https://a.example'],
    deviceErasure: true,
  });
});

it('reads switches and lists from the environment', async () => {
  const env = {
    PUGMARK_QUIET: 'true',
    PUGMARK_NO_DEVICE_ERASURE: '1',
    PUGMARK_ALLOW_ORIGIN: 'https://a.example, https://b.example',
  };
  expect(await run([], env)).toMatchObject({
    quiet: true,
    deviceErasure: false,
    allowOrigin: ['https://a.example', 'https://b.example'],
  });
  expect(await run([], { PUGMARK_QUIET: 'false' })).not.toHaveProperty('quiet');
});

it('reads the file that the environment names, JSON too', async () => {
  await writeFile(file, '{"quiet": true, "deviceErasure": false}');
  expect(await run([], { PUGMARK_CONFIG: file })).toMatchObject({ quiet: true, deviceErasure: false });
});

it.each([
  ['keepdays: 3', 'there is no setting "keepdays": do you mean keepDays?'],
  ['port: eighty', 'port: It must be a whole number.'],
  ['log: xml', 'log must be one of text, json; it is xml.'],
  ['quiet: 7', 'quiet must be true or false; it is 7.'],
  ['port: true', 'port must be a value; it is true.'],
  ['port: [1, 2]', 'port must be one value.'],
  ['allowOrigin: [{}]', 'allowOrigin must be a text or a number; it is {}.'],
  ['{ memory: true, store: postgres://x }', 'store and memory cannot be set both.'],
  ['- port', 'must hold settings such as "port: 8787".'],
  ['port: [', 'cannot be read'],
])('says what is wrong with %s', async (text, message) => {
  await writeFile(file, text);
  await expect(run(['--config', file])).rejects.toThrow(message);
});

it('tells a variable that is nearly one of ours', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  await run([], { PUGMARK_PROT: '1', PUGMARK_SOMETHING_ELSE: '1' });
  expect(write.mock.calls).toEqual([['PUGMARK_PROT is not known: do you mean PUGMARK_PORT?\n']]);
});
