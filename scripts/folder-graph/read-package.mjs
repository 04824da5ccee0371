import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { readImports } from './read-imports.mjs';

/**
 * @typedef {import('./read-imports.mjs').Import & { from: string, to?: string }} FileImport An import of the file `from`.
 *   `to` is the file that it leads to, when it is relative or names the own package. Both are paths from the root, with slashes.
 *
 * @typedef {object} Package
 * @property {string} name Its folder's name.
 * @property {string} src Its path from the root, with slashes.
 * @property {FileImport[]} imports Those of its tests left out: a test may bring together what it needs.
 */

const SOURCE = /\.[cm]?[jt]sx?$/;
const TEST = /\.test\.[cm]?[jt]sx?$/;

/** All packages that have sources, with their imports. @returns {Package[]} */
export function readPackages(/** @type {string} */ root) {
  return readdirSync(join(root, 'packages'))
    .filter((name) => existsSync(join(root, 'packages', name, 'src')))
    .map((name) => {
      const src = `packages/${name}/src`;
      const files = readdirSync(join(root, src), { recursive: true, encoding: 'utf8' })
        .map((file) => `${src}/${toSlashes(file)}`)
        .filter((file) => SOURCE.test(file) && !TEST.test(file))
        .sort();
      return { name, src, imports: files.flatMap((file) => importsOf(root, src, file)) };
    });
}

/** @returns {FileImport[]} */
function importsOf(/** @type {string} */ root, /** @type {string} */ src, /** @type {string} */ from) {
  const own = src.replace(/^packages\/(.*)\/src$/, '@pugmark/$1');
  return readImports(from, readFileSync(join(root, from), 'utf8')).map((each) => {
    const { specifier } = each;
    if (specifier.startsWith('.')) return { ...each, from, to: resolve(root, from, specifier) };
    if (specifier !== own && !specifier.startsWith(`${own}/`)) return { ...each, from };
    const entry = specifier.slice(own.length + 1) || 'index';
    return { ...each, from, to: resolve(root, `${src}/index.ts`, `./${entry}`) };
  });
}

/** The file that a relative import leads to; as it is written when there is no module, as with a stylesheet. */
function resolve(/** @type {string} */ root, /** @type {string} */ from, /** @type {string} */ specifier) {
  const options = { moduleResolution: ts.ModuleResolutionKind.Bundler, allowJs: true };
  const { resolvedModule } = ts.resolveModuleName(specifier, join(root, from), options, ts.sys);
  const path = resolvedModule?.resolvedFileName ?? join(root, from, '..', specifier);
  return toSlashes(relative(root, path));
}

const toSlashes = (/** @type {string} */ path) => path.split(sep).join('/');
