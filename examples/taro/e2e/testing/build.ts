import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

const BUILDS = [
  ['examples/taro', 'weapp'],
  ['examples/taro', 'alipay'],
  ['examples/taro', 'tt'],
  ['examples/taro', 'swan'],
  ['examples/taro-vue', 'weapp'],
] as const;

/** Builds the examples as their authors would, one after the other; a build of the same sources is kept. */
export default async function setup(): Promise<void> {
  for (const [app, type] of BUILDS) {
    const stamp = root(`${app}/dist/${type}.stamp`);
    const inputs = hash([
      ...['src', 'config', 'package.json', 'babel.config.js'].map((path) => root(`${app}/${path}`)),
      root('packages/taro/dist'),
      root('pnpm-lock.yaml'),
    ]);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) continue;
    await build(root(app), type);
    writeFileSync(stamp, inputs);
  }
}

async function build(cwd: string, type: string): Promise<void> {
  const child = spawn('npx', ['taro', 'build', '--type', type, '--no-check'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`taro build --type ${type} in ${cwd} ended with ${code}:\n${output}`);
}

function hash(paths: string[]): string {
  const sum = createHash('sha256');
  for (const path of paths.flatMap(files)) sum.update(path).update(readFileSync(path));
  return sum.digest('hex');
}

function files(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(path, name))
    .filter((name) => statSync(name).isFile());
}
