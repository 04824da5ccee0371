import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTaro } from '../../../../scripts/build-taro.mjs';

const EXAMPLE = fileURLToPath(new URL('../../../../examples/taro/', import.meta.url));
const PARTS = ['src', 'config', 'package.json', 'babel.config.js', 'project.config.json'];

/**
 * Builds the mini-program of the examples for WeChat with Taro's own command line, in a copy of it.
 *
 * @param {Record<string, string>} alias modules that take the place of others
 * @returns where the built app is, and how to remove it
 */
export async function buildApp(alias) {
  const directory = await mkdtemp(join(tmpdir(), 'pugmark-bench-taro-'));
  for (const part of PARTS) await cp(join(EXAMPLE, part), join(directory, part), { recursive: true });
  await symlink(join(EXAMPLE, 'node_modules'), join(directory, 'node_modules'));
  const config = JSON.stringify(alias);
  await mkdir(join(directory, 'example'), { recursive: true });
  await cp(join(EXAMPLE, 'config'), join(directory, 'example'), { recursive: true });
  await writeFile(
    join(directory, 'config/index.js'),
    `const config = require('../example/index.js');\nmodule.exports = { ...config, alias: { ...config.alias, ...${config} } };\n`,
  );
  await buildTaro(directory, 'weapp');
  return {
    output: join(directory, 'dist/weapp'),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
