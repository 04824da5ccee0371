import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Which elements tell the app of a tap: Taro's base template binds it, by the kind of node. Elements that nobody listens
 * to get a kind without, where the platform has one.
 */
export function readTappable(directory: string): Set<string> {
  const [base] = readdirSync(directory).filter((name) => /^base\.(wxml|axml|ttml|swan)$/.test(name));
  if (!base) throw new Error(`no base template in ${directory}: is it the output of a Taro build?`);
  const found = new Set<string>();
  const templates = readFileSync(join(directory, base), 'utf8').matchAll(
    /<template name="tmpl_0_(\d+)[^"]*">\s*<[^<]*?(bindtap|onTap)="eh"/g,
  );
  for (const [, kind] of templates) found.add(`${kind}`);
  return found;
}
