import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LINK = /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|(?:src|href)="([^"]+)"/g;

/**
 * @param {string} root
 * @param {import('./page.mjs').Page} page
 */
export function checkLinks(root, { path, prose }) {
  const problems = [];
  for (const { text, line } of prose) {
    for (const [, inline, attribute] of text.replace(/`[^`]*`/g, '').matchAll(LINK)) {
      const [target = ''] = (inline ?? attribute ?? '').split('#');
      if (!target || /^[a-z]+:/.test(target)) continue;
      if (!existsSync(join(root, dirname(path), decodeURI(target)))) {
        problems.push(`${path}:${line}: there is no ${target}`);
      }
    }
  }
  return problems;
}
