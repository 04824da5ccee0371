import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Builds an app with Taro's own command line, as its author would.
 *
 * @param {string} cwd where the app is
 * @param {string} type the platform: `weapp`, `h5`, …
 * @param {Record<string, string>} [env] more environment variables
 */
export async function buildTaro(cwd, type, env) {
  const child = spawn('npx', ['taro', 'build', '--type', type, '--no-check'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`taro build --type ${type} in ${cwd} ended with ${code}:\n${output}`);
}
