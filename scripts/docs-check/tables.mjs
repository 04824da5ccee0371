import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Where the options of each guide are declared: the interface, and the constant with its defaults. */
const OPTIONS = {
  browser: [
    { file: 'packages/core/src/tracker/options.ts', type: 'TrackerOptions' },
    { file: 'packages/browser/src/options.ts', type: 'BrowserOptions' },
  ],
  node: [
    { file: 'packages/core/src/tracker/options.ts', type: 'TrackerOptions' },
    { file: 'packages/node/src/options.ts', type: 'ServerOptions' },
  ],
};
/** Of devices only; the Node adapter refuses them. */
const NOT_ON_SERVERS = ['consent', 'sessionTimeout'];
/** Messages of these can only come up in a browser. */
const NOT_IN_NODE = ['setUser needs a user id'];

/** @typedef {'browser' | 'node'} Adapter */

/**
 * Every option has a row `| name | default | …` with the default of the code.
 *
 * @param {string} root
 * @param {import('./page.mjs').Page} page
 * @param {Adapter} adapter
 */
export function checkOptions(root, { path, prose }, adapter) {
  const rows = new Map(cellsOf(prose).map(([name = '', standard = '']) => [plain(name), plain(standard)]));
  const problems = [];
  for (const { file, type } of OPTIONS[adapter]) {
    const source = parse(join(root, file));
    const defaults = defaultsOf(source);
    for (const name of membersOf(source, type)) {
      if (adapter === 'node' && NOT_ON_SERVERS.includes(name)) continue;
      const wanted = defaults.get(name) || '—';
      const found = rows.get(name);
      if (found === undefined) problems.push(`${path}: the option ${name} is missing`);
      else if (found !== wanted) problems.push(`${path}: the default of ${name} is ${wanted}, not ${found}`);
    }
  }
  return problems;
}

/**
 * Every message that can be printed or thrown is in the first cell of a row; what it fills in stands in `<…>`.
 *
 * @param {string} root
 * @param {import('./page.mjs').Page} page
 * @param {Adapter} adapter
 */
export function checkMessages(root, { path, prose }, adapter) {
  const cells = cellsOf(prose).map(([first = '']) => first.replaceAll('\\', ''));
  return ['core', adapter].flatMap((name) =>
    messagesOf(join(root, 'packages', name, 'src'))
      .filter((parts) => adapter === 'browser' || !NOT_IN_NODE.includes(parts.join('')))
      .filter((parts) => !cells.some((cell) => parts.every((part) => cell.includes(part))))
      .map((parts) => `${path}: the message "${parts.join(' … ')}" is missing`),
  );
}

/** @param {import('./page.mjs').Page['prose']} prose */
const cellsOf = (prose) =>
  prose
    .filter(({ text }) => text.startsWith('|'))
    .map(({ text }) =>
      text
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const plain = (/** @type {string} */ cell) => cell.replaceAll('`', '');

const parse = (/** @type {string} */ file) =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

/**
 * @param {import('typescript').SourceFile} source
 * @param {string} type
 */
function membersOf(source, type) {
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => name.text === type)
    .flatMap(({ members }) => members.map((member) => member.name?.getText() ?? ''));
}

/** @param {import('typescript').SourceFile} source */
function defaultsOf(source) {
  /** @type {Map<string, import('typescript').Expression>} */
  const constants = new Map();
  each(source, (node) => {
    if (ts.isVariableDeclaration(node) && node.initializer)
      constants.set(node.name.getText(), node.initializer);
  });
  /** @param {import('typescript').Expression} value */
  const written = (value) => {
    const named = ts.isIdentifier(value) && constants.get(value.text);
    if (named) return written(named);
    if (ts.isStringLiteral(value)) return value.text;
    return ts.isNumericLiteral(value) ? `${+value.text}` : value.getText();
  };

  const defaults = constants.get('DEFAULTS');
  const properties = defaults && ts.isObjectLiteralExpression(defaults) ? defaults.properties : [];
  return new Map(
    properties
      .filter(ts.isPropertyAssignment)
      .map(({ name, initializer }) => [name.getText(), written(initializer)]),
  );
}

/** The fixed parts of each message that the sources print or throw. */
function messagesOf(/** @type {string} */ folder) {
  /** @type {string[][]} */
  const messages = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.ts$/.test(name) || /\.test\.ts$/.test(name) || name.startsWith('testing')) continue;
    each(parse(join(folder, name)), (node) => {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
      const callee = node.expression.getText().split('.').at(-1) ?? '';
      if (!['tell', 'warn', 'TypeError'].includes(callee)) return;
      const parts = fixedParts(node.arguments?.[0]);
      if (parts.length > 0) messages.push(parts);
    });
  }
  return messages;
}

/** @param {import('typescript').Expression | undefined} text */
function fixedParts(text) {
  /** @type {string[]} */
  const parts = [];
  if (text && ts.isStringLiteralLike(text)) parts.push(text.text);
  if (text && ts.isTemplateExpression(text)) {
    parts.push(text.head.text, ...text.templateSpans.map(({ literal }) => literal.text));
  }
  return parts.map((part) => part.replace(/^pugmark: /, '').trim()).filter((part) => part !== '');
}

/**
 * @param {import('typescript').Node} node
 * @param {(node: import('typescript').Node) => void} visit
 */
function each(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => each(child, visit));
}
