import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Where the options of each guide are declared: the interface, and the constant with its defaults. */
const OPTIONS = {
  browser: [
    { file: 'packages/core/src/options/options.ts', type: 'TrackerOptions' },
    { file: 'packages/browser/src/options.ts', type: 'BrowserOptions' },
  ],
  node: [
    { file: 'packages/core/src/options/options.ts', type: 'TrackerOptions' },
    { file: 'packages/node/src/options.ts', type: 'ServerOptions' },
  ],
};
/** Of devices only; the Node adapter refuses them. */
const NOT_ON_SERVERS = ['consent', 'sessionTimeout', 'sessionPerDay', 'sessionPerCampaign'];
/** Messages of these can only come up in a browser. */
const NOT_IN_NODE = /setUser|setConsent|^consent |^group |category/;
/** Worked out at the start; the guide says how. */
const WORKED_OUT = { browser: [''], node: ['maxQueueBytes'] };

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
  /** An adapter may say more about an option of the core, whose default stays. @type {Map<string, string>} */
  const defaults = new Map();
  for (const { file, type } of OPTIONS[adapter]) {
    const source = parse(join(root, file));
    for (const [name, value] of defaultsOf(source, dirname(join(root, file)))) defaults.set(name, value);
    for (const name of membersOf(source, type)) {
      if (adapter === 'node' && NOT_ON_SERVERS.includes(name)) continue;
      const wanted = (!WORKED_OUT[adapter].includes(name) && defaults.get(name)) || '—';
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
      .filter((parts) => adapter === 'browser' || !NOT_IN_NODE.test(parts.join('')))
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

/**
 * What is used where an option is left out: the first argument of its reader, as in `batchSize: count(10)`.
 *
 * @param {import('typescript').SourceFile} source
 * @param {string} folder
 */
function defaultsOf(source, folder) {
  /** Also those of the files beside it, which it may import. @type {Map<string, import('typescript').Expression>} */
  const constants = new Map();
  const beside = readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name));
  for (const file of [...beside.map((name) => parse(join(folder, name))), source]) {
    each(file, (node) => {
      if (ts.isVariableDeclaration(node) && node.initializer)
        constants.set(node.name.getText(), node.initializer);
    });
  }
  /** @param {import('typescript').Expression} value */
  const written = (value) => {
    const named = ts.isIdentifier(value) && constants.get(value.text);
    if (named) return written(named);
    if (ts.isStringLiteral(value)) return value.text;
    return ts.isNumericLiteral(value) ? `${+value.text}` : value.getText();
  };

  const readers = constants.get('READERS');
  const properties = readers && ts.isObjectLiteralExpression(readers) ? readers.properties : [];
  /** @type {Map<string, string>} */
  const defaults = new Map();
  for (const property of properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    // A reader that others use too has a name.
    const reader = constants.get(property.initializer.getText()) ?? property.initializer;
    if (ts.isObjectLiteralExpression(reader)) {
      // One of its own: its default stands in it.
      for (const part of reader.properties)
        if (ts.isPropertyAssignment(part) && part.name.getText() === 'otherwise_')
          if (ts.isStringLiteral(part.initializer))
            defaults.set(property.name.getText(), part.initializer.text);
    }
    if (!ts.isCallExpression(reader)) continue;
    const {
      expression,
      arguments: [first],
    } = reader;
    // The others take no default, but say what they expect.
    const isGiven = /\b(count|text|flag|oneOf)$/.test(expression.getText());
    if (isGiven && first) defaults.set(property.name.getText(), written(first));
  }
  return defaults;
}

/**
 * Which argument of a call is the message.
 * @type {Record<string, number | undefined>}
 */
const MESSAGE_AT = { tell: 0, warn: 0, warn_: 0, TypeError: 0, refuse: 1 };

/** The fixed parts of each message that the sources print or throw. */
function messagesOf(/** @type {string} */ folder) {
  /** @type {string[][]} */
  const messages = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.ts$/.test(name) || /\.test\.ts$/.test(name) || /^(testing|hostile)/.test(name)) continue;
    each(parse(join(folder, name)), (node) => {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
      const callee = node.expression.getText().split('.').at(-1) ?? '';
      const place = MESSAGE_AT[callee];
      if (place === undefined) return;
      const parts = fixedParts(node.arguments?.[place]);
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
