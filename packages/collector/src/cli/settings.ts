import { readFileSync } from 'node:fs';
import type { Command, Option } from 'commander';
import { closest, distance } from 'fastest-levenshtein';
import { parse } from 'yaml';
import { isObject } from '../object.ts';

const PREFIX = 'PUGMARK_';
/** Of a switch: what says no in the environment. */
const NO = new Set(['false', '0', 'no', 'off']);

/**
 * Lets every flag of a command be set by the environment and by a file too. A flag counts more than a variable, that more
 * than the file, and that more than the default. To be called before the flags are added.
 */
export function readSettings(command: Command): void {
  const add = command.addOption.bind(command);
  command.addOption = (option) => {
    if (option.envVar === undefined) option.env(variableOf(option));
    if (isSwitch(option)) dropNo(option);
    return add(option);
  };
  command.option('--config <file>', 'file of settings, YAML or JSON: keys are flags, such as keepDays: 90');
  command.hook('preAction', () => {
    warnOfVariables(command);
    const file = command.opts().config as string | undefined;
    if (file !== undefined) applyFile(command, file);
  });
}

const variableOf = (option: Option): string =>
  PREFIX + (option.long ?? '').slice(2).replaceAll('-', '_').toUpperCase();

const isSwitch = (option: Option): boolean => !option.required && !option.optional;

/** A switch is on when its variable is there, whatever stands in it. */
function dropNo({ envVar = '' }: Option): void {
  if (NO.has(process.env[envVar]?.toLowerCase() ?? '')) delete process.env[envVar];
}

/** A variable that is nearly one of ours is a slip of the hand; others may be somebody else's. */
function warnOfVariables(command: Command): void {
  const known = command.options.map(({ envVar = '' }) => envVar);
  for (const name of Object.keys(process.env)) {
    if (!name.startsWith(PREFIX) || known.includes(name)) continue;
    const near = closest(name, known);
    if (distance(name, near) <= 2) process.stderr.write(`${name} is not known: do you mean ${near}?\n`);
  }
}

function applyFile(command: Command, file: string): void {
  const options = new Map(command.options.map((option) => [option.attributeName(), option] as const));
  options.delete('config');
  for (const [key, value] of Object.entries(readFile(file))) {
    const option = options.get(key);
    if (!option) {
      throw new Error(
        `${file}: there is no setting "${key}": do you mean ${closest(key, [...options.keys()])}?`,
      );
    }
    const source = command.getOptionValueSource(key);
    if (source === 'cli' || source === 'env') continue;
    command.setOptionValueWithSource(key, readValue(option, value, `${file}: ${key}`), 'config');
  }
  checkConflicts(command, file);
}

function readFile(file: string): Record<string, unknown> {
  let settings: unknown;
  try {
    // JSON is YAML too.
    settings = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (settings === null || settings === undefined) return {};
  if (!isObject(settings)) throw new Error(`${file} must hold settings such as "port: 8787".`);
  return settings;
}

function readValue(option: Option, value: unknown, place: string): unknown {
  if (isSwitch(option) || typeof value === 'boolean') {
    if (typeof value === 'boolean' && !option.required) return value;
    throw new Error(
      `${place} must be ${option.required ? 'a value' : 'true or false'}; it is ${String(value)}.`,
    );
  }
  const texts = (Array.isArray(value) ? value : [value]).map((part: unknown) => {
    if (typeof part === 'string' || typeof part === 'number') return String(part);
    throw new Error(`${place} must be a text or a number; it is ${JSON.stringify(part)}.`);
  });
  if (texts.length !== 1 && !option.variadic) throw new Error(`${place} must be one value.`);
  if (option.argChoices && !option.argChoices.includes(texts[0] ?? '')) {
    throw new Error(`${place} must be one of ${option.argChoices.join(', ')}; it is ${texts[0]}.`);
  }
  try {
    const { parseArg } = option;
    if (!parseArg) return option.variadic ? texts : texts[0];
    return texts.reduce<unknown>((before, text) => parseArg(text, before), undefined);
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** As the flags are checked; a default conflicts with nothing. */
function checkConflicts(command: Command, file: string): void {
  const isSet = (name: string) => !['default', undefined].includes(command.getOptionValueSource(name));
  for (const option of command.options) {
    const { conflictsWith = [] } = option as Option & { conflictsWith?: string[] };
    if (!isSet(option.attributeName())) continue;
    const other = conflictsWith.find(isSet);
    if (other) throw new Error(`${file}: ${option.attributeName()} and ${other} cannot be set both.`);
  }
}
