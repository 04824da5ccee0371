import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTaro } from '../../../../scripts/build-taro.mjs';

const root = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

const BUILDS = [
  ['examples/taro', 'weapp'],
  ['examples/taro', 'alipay'],
  ['examples/taro', 'tt'],
  ['examples/taro', 'swan'],
  ['examples/taro-vue', 'weapp'],
  ['examples/taro-vue', 'alipay'],
  ['examples/taro-vue', 'tt'],
  ['examples/taro-vue', 'swan'],
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
    await buildTaro(root(app), type);
    writeFileSync(stamp, inputs);
  }
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
