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
 * @typedef {object} Server
 * @property {string} url
 * @property {() => Promise<void>} crash Kills it, as the loss of power would; its data stay.
 * @property {() => Promise<void>} start Starts it again.
 * @property {() => Promise<void>} stop Stops it and removes its data.
 */

/**
 * A server of its own. Nobody but this machine can reach it, and it trusts whoever does.
 * @returns {Promise<Server>}
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
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const launch = () => launchServer(join(bin, 'postgres'), args, options);
  const end = async (/** @type {NodeJS.Signals} */ signal) => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'close');
      child.kill(signal);
      await ended;
    }
  };
  let child = await launch();
  return {
    url: `postgres://pugmark@127.0.0.1:${port}/postgres`,
    crash: () => end('SIGKILL'),
    async start() {
      child = await launch();
    },
    async stop() {
      // Fast: it ends the connections that are left.
      await end('SIGINT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Resolves when it takes connections.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, uid?: number, gid?: number }} options
 */
async function launchServer(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-5000);
  });
  for (let waited = 0; !log.includes('ready to accept connections'); waited += 50) {
    if (child.exitCode !== null || waited > 60_000) {
      child.kill('SIGKILL');
      throw new Error(`PostgreSQL did not start:\n${log}`);
    }
    await sleep(50);
  }
  return child;
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
