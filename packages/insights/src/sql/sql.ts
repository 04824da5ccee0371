import type { SqlText } from '@pugmark/store';

/** A piece of a statement: what is a value never stands in its text. */
export interface Sql {
  readonly strings: readonly string[];
  /** Values, one between each two strings. */
  readonly values: readonly unknown[];
}

/** Builds SQL from text and parameters; a piece that is put in is joined, anything else becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  const texts = [strings[0] as string];
  const values: unknown[] = [];
  parts.forEach((part, index) => {
    const after = strings[index + 1] as string;
    if (isSql(part)) {
      texts[texts.length - 1] += part.strings[0];
      texts.push(...part.strings.slice(1));
      values.push(...part.values);
      texts[texts.length - 1] += after;
    } else {
      values.push(part);
      texts.push(after);
    }
  });
  return { strings: texts, values };
}

const isSql = (part: unknown): part is Sql => typeof part === 'object' && part !== null && 'strings' in part;

/** Text of our own, such as the name of a column: never anything that came from outside. */
export const raw = (text: string): Sql => ({ strings: [text], values: [] });

export function join(parts: readonly Sql[], separator: string): Sql {
  return parts.reduce((joined, part, index) => (index === 0 ? part : sql`${joined}${raw(separator)}${part}`), raw(''));
}

/** With `$1`, `$2` … ; a value that occurs twice is one parameter. */
export function toText({ strings, values }: Sql): SqlText {
  const params: unknown[] = [];
  const text = strings.reduce((whole, part, index) => {
    const value = values[index - 1];
    let place = params.indexOf(value);
    if (place < 0) place = params.push(value) - 1;
    return `${whole}$${place + 1}${part}`;
  });
  return { text, params };
}
