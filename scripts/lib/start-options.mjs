import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** The plans that there is a demonstration of; the first one is shown unless another is named. */
const DEMOS = ['pool-hall', 'escort', 'lead-funnel', 'ai-service'];

export const HELP = `Starts Pugmark on this machine: the server with its live view, the example page and the order service.

  npm start -- [options]

  --port <number>      the collector's port (default 8787, env PUGMARK_PORT; 0 takes a free one)
  --web-port <number>  the example page's port (default 5173, env PUGMARK_WEB_PORT; 0 takes a free one)
  --data <dir>         where events are kept (default .pugmark/data, with --demo .pugmark/demo-<plan>)
  --demo [plan]        begin with a month of events: ${DEMOS.join(', ')} (default ${DEMOS[0]})
  --orders <number>    how many orders the order service places at the start (default 5)
  --help               this text`;

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @throws Error that names the option that makes no sense.
 */
export function readStartOptions(args, env) {
  const { values } = parseArgs({
    args: withDemo(args),
    options: {
      port: { type: 'string' },
      'web-port': { type: 'string' },
      data: { type: 'string' },
      demo: { type: 'string' },
      orders: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  const options = {
    port: whole('--port (or PUGMARK_PORT)', values.port ?? (env.PUGMARK_PORT || '8787'), 65_535),
    webPort: whole(
      '--web-port (or PUGMARK_WEB_PORT)',
      values['web-port'] ?? (env.PUGMARK_WEB_PORT || '5173'),
      65_535,
    ),
    data: resolve(values.data ?? (values.demo ? `.pugmark/demo-${values.demo}` : '.pugmark/data')),
    demo: values.demo,
    orders: whole('--orders', values.orders, 10_000),
    help: values.help,
  };
  if (values.demo && !DEMOS.includes(values.demo)) {
    throw new Error(`--demo must be one of ${DEMOS.join(', ')}; it is ${values.demo}.`);
  }
  if (options.port !== 0 && options.port === options.webPort) {
    throw new Error(
      `The collector and the example page cannot share port ${options.port}: change --web-port.`,
    );
  }
  return options;
}

/** `--demo` without a plan shows the first one. */
function withDemo(/** @type {string[]} */ args) {
  const at = args.indexOf('--demo');
  if (at < 0 || (args[at + 1] && !args[at + 1]?.startsWith('-'))) return args;
  return [...args.slice(0, at + 1), /** @type {string} */ (DEMOS[0]), ...args.slice(at + 1)];
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} max
 */
function whole(name, text, max) {
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
  throw new Error(`${name} must be a whole number from 0 to ${max}; it is ${text}.`);
}
