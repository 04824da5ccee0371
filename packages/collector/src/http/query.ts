import type { Context } from 'hono';
import { refuse } from '../refusal.ts';
import type { Environment } from './environment.ts';

const MAX_VALUE = 256;

/**
 * The parameters of a read.
 *
 * @throws RefusedError with 400 that names one which the route does not have, or which comes twice. Left out without a
 * word, it would answer a question that nobody has asked.
 */
export function readQuery<Name extends string>(
  context: Context<Environment>,
  known: readonly Name[],
): Partial<Record<Name, string>> {
  const query: Partial<Record<Name, string>> = {};
  for (const [name, values] of Object.entries(context.req.queries())) {
    if (!(known as readonly string[]).includes(name)) {
      const list = known.length > 0 ? `it has ${known.join(', ')}` : 'it has none';
      throw refuse(400, 'unknown_parameter', `There is no parameter "${name.slice(0, 60)}" here: ${list}.`);
    }
    const [value = ''] = values;
    if (values.length > 1) throw refuse(400, 'invalid_parameter', `${name} may be given once.`);
    if (value.length > MAX_VALUE || value.includes('\0')) {
      throw refuse(400, 'invalid_parameter', `${name} must be text of at most ${MAX_VALUE} characters.`);
    }
    if (value !== '') query[name as Name] = value;
  }
  return query;
}

/** A whole number within bounds, or the default when it is not given. */
export function readNumber(
  text: string | undefined,
  rule: { name: string; standard: number; min: number; max: number },
): number {
  const { name, standard, min, max } = rule;
  if (text === undefined) return standard;
  const number = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw refuse(400, `invalid_${name}`, `${name} must be a whole number from ${min} to ${max}.`);
}
