import { PRIVATE, RIGHTS } from './rights.mjs';

/** @typedef {import('./read-package.mjs').FileImport} FileImport */
/** @typedef {import('./rights.mjs').Row} Row */

const SCOPE = '@pugmark/';

/**
 * What a package imports without the right to.
 *
 * @param {import('./read-package.mjs').Package} source
 * @param {Row[]} [rights]
 * @returns {string[]} One line an import.
 */
export function checkRights(source, rights = RIGHTS) {
  const row = rights.find(({ name }) => name === source.name);
  if (!row && !PRIVATE.includes(source.name))
    return [`packages/${source.name} has no row in scripts/folder-graph/rights.mjs: say what it may import`];
  return source.imports.flatMap((each) => {
    const fault = each.to ? wayOut(source, each.to) : row && missingRight(source, row, each);
    return fault
      ? [`${each.from}:${each.line}: ${source.name} imports '${each.specifier}', but ${fault}`]
      : [];
  });
}

/** Why a relative import must not leave a package. */
function wayOut(/** @type {import('./read-package.mjs').Package} */ { name }, /** @type {string} */ to) {
  const [group, member] = to.split('/');
  if (group === 'packages' && member === name) return undefined;
  if (group === 'packages' || group === 'examples')
    return 'another package is imported by its published name';
  return PRIVATE.includes(name) ? undefined : 'what is outside of the package is not published with it';
}

/** Why a module must not be imported by its name. */
function missingRight(
  /** @type {import('./read-package.mjs').Package} */ { src },
  /** @type {Row} */ { imports, within = {}, outside },
  /** @type {FileImport} */ { from, specifier, isType },
) {
  const lists = (/** @type {Record<string, string[]>} */ byPart, /** @type {string} */ module) =>
    Object.entries(byPart).some(
      ([part, modules]) => isIn(`${src}/${part}`, from) && modules.includes(module),
    );

  if (!specifier.startsWith(SCOPE)) {
    if (!outside || lists(outside, specifier)) return undefined;
    return 'it may import nothing from outside';
  }
  const entry = specifier.slice(SCOPE.length);
  const [target] = entry.split('/');
  if (lists(within, target)) return undefined;
  const right = imports[entry] ?? imports[target];
  if (!right) return `it may import ${Object.keys(imports).join(', ') || 'nothing'}`;
  return right === 'types' && !isType ? `it may import types alone of ${target}: import type` : undefined;
}

const isIn = (/** @type {string} */ part, /** @type {string} */ file) =>
  file === part || file.startsWith(`${part}/`);

/** The table must hold no circle itself: what a row names stands above it. */
export function checkTable(/** @type {Row[]} */ rights = RIGHTS) {
  return rights.flatMap(({ name, imports, within = {} }, index) => {
    const above = rights.slice(0, index).map((row) => row.name);
    return [...Object.keys(imports), ...Object.values(within).flat()]
      .map((entry) => entry.split('/')[0])
      .filter((target) => !above.includes(target))
      .map((target) => `the table of rights: ${name} may import ${target}, which does not stand above it`);
  });
}
