import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports.mjs';

const DEBIAN = '/usr/lib/postgresql';
/** Whom the server runs as when we are root, which PostgreSQL refuses to be. */
const USER = 'nobody';

/**
 * A server of its own. Nobody but this machine can reach it, and it trusts whoever does.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPostgres() {
  const bin = findPrograms() ?? install();
  const owner = process.getuid?.() === 0 ? idsOf(USER) : {};
  const directory = mkdtempSync(join(tmpdir(), 'pugmark-postgres-'));
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  const options = { ...owner, cwd: directory };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'pugmark', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    { ...options, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${directory}`, 'fsync=on'];
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-5000);
  });
  const ended = once(child, 'close');

  async function stop() {
    // Fast: it ends the connections that are left.
    if (child.exitCode === null) child.kill('SIGINT');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }

  for (let waited = 0; !log.includes('ready to accept connections'); waited += 50) {
    if (child.exitCode !== null || waited > 60_000) {
      await stop();
      throw new Error(`PostgreSQL did not start:\n${log}`);
    }
    await sleep(50);
  }
  return { url: `postgres://pugmark@127.0.0.1:${port}/postgres`, stop };
}

/** The newest that is installed. */
function findPrograms() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((name) => /^[0-9]+$/.test(name)) : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/** @returns {string} */
function install() {
  if (process.getuid?.() !== 0) {
    throw new Error(
      `There is no PostgreSQL under ${DEBIAN}, and only root may install it: apt-get install postgresql, or name a server in PUGMARK_POSTGRES.`,
    );
  }
  console.log('Installing PostgreSQL …');
  const apt = (/** @type {string[]} */ ...args) =>
    execFileSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  // Debian would make and start a server of its own, which nobody has asked for.
  const common = '/etc/postgresql-common';
  mkdirSync(common, { recursive: true });
  writeFileSync(join(common, 'createcluster.conf'), 'create_main_cluster = false\n');
  apt('update');
  apt('install', '-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', 'postgresql');
  const bin = findPrograms();
  if (!bin) throw new Error(`apt-get installed no PostgreSQL under ${DEBIAN}.`);
  return bin;
}

/** @returns {{ uid: number, gid: number }} */
function idsOf(/** @type {string} */ user) {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${user}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`This machine has no user ${user}.`);
  return { uid: Number(uid), gid: Number(gid) };
}
