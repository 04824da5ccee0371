import { parseArgs } from 'node:util';

/** What every bench can be told. */
const COMMON = {
  json: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

/**
 * The options of the command line; with `--help` it prints the help and ends the process.
 *
 * @template {import('node:util').ParseArgsConfig['options']} More
 * @param {string} help
 * @param {More} [more] options of this bench alone
 */
export function readOptions(help, more) {
  // pnpm hands the separator on.
  const args = process.argv.slice(2).filter((argument) => argument !== '--');
  const { values } = parseArgs({ args, options: { ...COMMON, ...more } });
  if (values.help) {
    console.log(help);
    process.exit();
  }
  return values;
}
