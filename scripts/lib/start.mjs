import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from './build.mjs';
import { createChildren } from './children.mjs';
import { stopCommands } from './command.mjs';
import { install } from './install.mjs';
import { requireFreePort } from './ports.mjs';
import { ROOT } from './root.mjs';
import { HELP, readStartOptions } from './start-options.mjs';

const HOST = '127.0.0.1';
const SERVER = `${ROOT}/packages/server/dist/cli.js`;
const PAGE = `${ROOT}/examples/web/server.mjs`;
const ORDER_SERVICE = `${ROOT}/examples/node/dist/main.js`;
const SIMULATION = `${ROOT}/examples/node/src/simulate.js`;

/** A second Ctrl-C that comes sooner is the first one, delivered twice: by the terminal and by npm. */
const SAME_SIGNAL = 1000;

/** Starts all of it and resolves with the exit code when it has ended. */
export async function start(/** @type {string[]} */ args) {
  let isEnding = false;
  /** @type {(code: number) => void} */
  let end = () => {};
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  const children = createChildren((name) => {
    console.error(`The ${name} has ended, so everything stops.`);
    end(1);
  });
  endOnSignals(end, children.kill);

  run(args, children).then(
    (isDone) => isDone && end(0),
    (error) => {
      // What a signal cut short did not fail.
      if (!isEnding) console.error(error.message);
      end(1);
    },
  );
  const code = await ended;
  isEnding = true;
  stopCommands();
  await children.stop();
  return code;
}

/** Resolves with `true` when there is nothing to wait for. */
async function run(/** @type {string[]} */ args, /** @type {ReturnType<typeof createChildren>} */ children) {
  const options = readStartOptions(args, process.env);
  if (options.help) {
    console.log(HELP);
    return true;
  }
  await requireFreePorts(options);
  await install();
  await build(['@pugmark/server', '@pugmark/example-web', '@pugmark/example-node']);
  // Builds take time, in which another program may have come.
  await requireFreePorts(options);

  const collector = await startCollector(options, children);
  const page = collector && (await startPage(options, collector, children));
  const orders = page && (await startOrders(collector, children));
  if (!collector || !page) return false;

  const kept = relative(process.cwd(), options.data);
  console.log(`
  Collector and live view  ${collector}
  Example page             ${page}/t/demo-invitation${orders ? `\n  Order service            ${orders}` : ''}

  Events are kept in ${kept.startsWith('..') ? options.data : kept}. Ctrl-C stops everything. Batches as they arrive:
`);
  if (orders && options.orders > 0) {
    await children.run('order simulation', [
      SIMULATION,
      '--service',
      orders,
      '--orders',
      String(options.orders),
    ]);
  }
  return false;
}

/** @param {ReturnType<typeof readStartOptions>} options */
async function requireFreePorts({ port, webPort }) {
  const collector = { purpose: 'collector', flag: '--port', variable: 'PUGMARK_PORT' };
  const page = { purpose: 'example page', flag: '--web-port', variable: 'PUGMARK_WEB_PORT' };
  await requireFreePort({ ...collector, port, host: HOST });
  await requireFreePort({ ...page, port: webPort, host: HOST });
}

/**
 * @param {ReturnType<typeof readStartOptions>} options
 * @param {ReturnType<typeof createChildren>} children
 */
async function startCollector({ port, data, demo }, children) {
  if (!existsSync(data)) console.log('Making the store. The first time takes some seconds …');
  const args = [SERVER, '--port', String(port), '--host', HOST, '--data', data, '--open-view'];
  if (demo) args.push('--demo', demo);
  const found = await children.start('collector', args, {
    ready: /Live view\s+(http\S+?)\/?$/,
    // Its greeting is replaced by ours; the lines of the batches start with the time.
    onLine: (line) => /^\d\d:/.test(line) && console.log(line),
  });
  return found?.[1];
}

/**
 * @param {ReturnType<typeof readStartOptions>} options
 * @param {string} collector
 * @param {ReturnType<typeof createChildren>} children
 */
async function startPage({ webPort }, collector, children) {
  const found = await children.start('example page', [PAGE], {
    ready: /^example page: (\S+)/,
    env: { PORT: String(webPort), PUGMARK_API_URL: collector },
  });
  return found?.[1];
}

/**
 * @param {string} collector
 * @param {ReturnType<typeof createChildren>} children
 */
async function startOrders(collector, children) {
  if (!existsSync(ORDER_SERVICE)) return undefined;
  const found = await children.start('order service', [ORDER_SERVICE], {
    ready: /^order service: (\S+)/,
    env: { PORT: '0', PUGMARK_API_URL: collector },
  });
  return found?.[1];
}

/**
 * @param {(code: number) => void} end
 * @param {() => void} kill
 */
function endOnSignals(end, kill) {
  let first = 0;
  const onSignal = () => {
    if (first && Date.now() - first > SAME_SIGNAL) {
      kill();
    } else if (!first) {
      first = Date.now();
      console.log('\nStopping …');
      end(0);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
}
