import type { JsonValue } from '@pugmark/store';
import { QuestionError } from '../model/errors.ts';
import { OPERATORS } from '../model/question.ts';
import type { Condition } from '../model/resolved.ts';
import type { Catalogue } from './catalogue.ts';
import { readOperand } from './operand.ts';
import { isFields, readJsonValue, readWord, refuseOthers, show } from './values.ts';

const MAX_DEPTH = 16;
const MAX_CONDITIONS = 200;

export function readCondition(value: unknown, path: string, catalogue: Catalogue): Condition {
  const budget = { conditions: 0 };
  return read(value, path, 0);

  function read(given: unknown, at: string, depth: number): Condition {
    if (!isFields(given))
      throw new QuestionError('bad_where', at, `must be a condition; it is ${show(given)}`);
    if (depth > MAX_DEPTH || ++budget.conditions > MAX_CONDITIONS)
      throw new QuestionError(
        'where_too_large',
        at,
        `at most ${MAX_CONDITIONS} conditions, ${MAX_DEPTH} levels deep`,
      );
    for (const kind of ['all', 'any'] as const) {
      if (given[kind] === undefined) continue;
      refuseOthers(given, [kind], at, 'a condition');
      const list = given[kind];
      if (!Array.isArray(list))
        throw new QuestionError('bad_where', `${at}.${kind}`, `must be a list; it is ${show(list)}`);
      return {
        kind,
        conditions: list.map((each, index) => read(each, `${at}.${kind}[${index}]`, depth + 1)),
      };
    }
    if (given.not !== undefined) {
      refuseOthers(given, ['not'], at, 'a condition');
      return { kind: 'not', condition: read(given.not, `${at}.not`, depth + 1) };
    }
    return readTest(given, at);
  }

  function readTest(given: Record<string, unknown>, at: string): Condition {
    refuseOthers(given, ['property', 'fact', 'field', 'op', 'value'], at, 'a condition');
    const operand = readOperand(given, at, catalogue);
    const op = readWord(given.op, OPERATORS, `${at}.op`);
    const value = readTestValue(op, given.value, `${at}.value`);
    if (op === '!=') return { kind: 'not', condition: { kind: 'test', operand, op: '=', value } };
    return { kind: 'test', operand, op, value };
  }
}

function readTestValue(op: string, value: unknown, path: string): JsonValue {
  if (op === 'exists') {
    if (value === undefined || value === true) return true;
    if (value === false) return false;
    throw new QuestionError('bad_value', path, `exists takes true or false; it is ${show(value)}`);
  }
  if (value === undefined) throw new QuestionError('bad_value', path, 'is missing');
  if (op === 'in' && !Array.isArray(value))
    throw new QuestionError('bad_value', path, `in takes a list; it is ${show(value)}`);
  return readJsonValue(value, path);
}
