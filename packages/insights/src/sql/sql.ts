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
      const [first = '', ...others] = part.strings;
      texts.push((texts.pop() as string) + first, ...others);
      values.push(...part.values);
      texts.push((texts.pop() as string) + after);
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
  return parts.reduce(
    (joined, part, index) => (index === 0 ? part : sql`${joined}${raw(separator)}${part}`),
    raw(''),
  );
}

/** With `$1`, `$2` … ; a value that occurs twice is two parameters, since their types may differ. */
export const toText = ({ strings, values }: Sql): SqlText => ({
  text: strings.reduce((whole, part, index) => `${whole}$${index}${part}`),
  params: values,
});
