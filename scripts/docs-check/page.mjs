import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A fenced block of code.
 * @typedef {object} Block
 * @property {string} where Page and line, for messages.
 * @property {string} path
 * @property {number} line Of its first line of code, from 1.
 * @property {string} language
 * @property {string} code
 *
 * @typedef {object} Page
 * @property {string} path From the root.
 * @property {Block[]} blocks
 * @property {{ text: string, line: number }[]} prose The lines outside of blocks.
 */

/**
 * @param {string} root
 * @param {string} path
 * @returns {Page}
 */
export function readPage(root, path) {
  /** @type {Page} */
  const page = { path, blocks: [], prose: [] };
  /** @type {{ fence: string, indent: string, block: Block } | undefined} */
  let open;
  for (const [index, text] of readFileSync(join(root, path), 'utf8').split('\n').entries()) {
    const line = index + 1;
    const [, indent = '', fence = '', info = ''] = /^(\s*)(`{3,})(.*)$/.exec(text) ?? [];
    if (open) {
      if (fence === open.fence && !info) {
        page.blocks.push(open.block);
        open = undefined;
      } else open.block.code += `${text.startsWith(open.indent) ? text.slice(open.indent.length) : text}\n`;
    } else if (fence) {
      const [language = ''] = info.trim().split(/\s/);
      const block = { where: `${path}:${line}`, path, line: line + 1, language, code: '' };
      open = { fence, indent, block };
    } else page.prose.push({ text, line });
  }
  return page;
}
