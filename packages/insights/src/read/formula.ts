import { QuestionError } from '../model/errors.ts';
import type { Formula } from '../model/resolved.ts';

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|"([^"]+)"|([-+*/()]))/y;
const MAX_DEPTH = 50;

/** Reads `a / (a + b)`, with names of metrics and of configured figures; a name with spaces stands in quotes. */
export function readFormula(text: string, path: string, lookUp: (name: string) => Formula): Formula {
  const tokens = tokenise(text, path);
  let at = 0;
  let depth = 0;
  const fail = (message: string): never => {
    throw new QuestionError('bad_formula', path, `${message} in "${text.slice(0, 200)}"`);
  };
  const peek = () => tokens[at];

  const sum = (): Formula => {
    let left = product();
    for (let next = peek(); next?.kind === 'sign' && '+-'.includes(next.text); next = peek()) {
      at++;
      left = { kind: next.text as '+' | '-', left, right: product() };
    }
    return left;
  };
  const product = (): Formula => {
    let left = factor();
    for (let next = peek(); next?.kind === 'sign' && '*/'.includes(next.text); next = peek()) {
      at++;
      left = { kind: next.text as '*' | '/', left, right: factor() };
    }
    return left;
  };
  const factor = (): Formula => {
    const token = tokens[at++];
    if (!token) return fail('something is missing at the end');
    if (token.kind === 'number') return { kind: 'constant', value: Number(token.text) };
    if (token.kind === 'name') return lookUp(token.text);
    if (token.text === '-') return { kind: '-', left: { kind: 'constant', value: 0 }, right: factor() };
    if (token.text !== '(') return fail(`"${token.text}" stands where a figure should`);
    if (++depth > MAX_DEPTH) return fail('too many brackets');
    const inner = sum();
    if (tokens[at++]?.text !== ')') return fail('a bracket is not closed');
    depth--;
    return inner;
  };

  const formula = sum();
  if (at < tokens.length) fail(`"${tokens[at]?.text}" is too much`);
  return formula;
}

interface Token {
  kind: 'number' | 'name' | 'sign';
  text: string;
}

function tokenise(text: string, path: string): Token[] {
  const tokens: Token[] = [];
  const rest = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < rest.length) {
    const from = TOKEN.lastIndex;
    const [, number, name, quoted, sign] = TOKEN.exec(rest) ?? [];
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (name !== undefined || quoted !== undefined)
      tokens.push({ kind: 'name', text: (name ?? quoted) as string });
    else
      throw new QuestionError(
        'bad_formula',
        path,
        `"${rest.slice(from, from + 10)}" cannot be read: a formula has names, numbers and + - * / ( )`,
      );
    if (tokens.length > 1000) throw new QuestionError('bad_formula', path, 'is too long');
  }
  return tokens;
}
