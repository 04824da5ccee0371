/**
 * Who may import whom: `values` allows every import, `types` only what is gone after compilation, `import type`. A right
 * to a package holds for all its entries; a right to one entry (`core/vocabulary`) for that entry.
 * @typedef {'values' | 'types'} Right
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {Record<string, Right>} imports
 * @property {Record<string, string[]>} [within] Further packages for one folder or file of src.
 * @property {Record<string, string[]>} [outside] The only modules from outside the workspace, by the folder of src that
 *   may import them. Without it the package's manifest says what it needs.
 */

/**
 * Arrows point to earlier rows only.
 * @type {Row[]}
 */
export const RIGHTS = [
  { name: 'file-lock', imports: {} },
  { name: 'core', imports: {}, outside: { 'testing/contracts': ['vitest'] } },
  { name: 'plan', imports: { core: 'types', 'core/vocabulary': 'values' } },
  { name: 'browser', imports: { core: 'values' } },
  {
    name: 'taro',
    imports: { core: 'values' },
    within: { h5: ['browser'], 'h5.ts': ['browser'], 'lean-h5.ts': ['browser'] },
  },
  { name: 'node', imports: { core: 'values', 'file-lock': 'values' } },
  {
    name: 'store',
    imports: { core: 'types', 'core/vocabulary': 'values', 'file-lock': 'values', plan: 'values' },
  },
  {
    name: 'collector',
    imports: {
      core: 'types',
      'core/vocabulary': 'values',
      'core/masking': 'values',
      'file-lock': 'values',
      plan: 'values',
      store: 'values',
    },
  },
  { name: 'insights', imports: { plan: 'values', store: 'values' } },
  { name: 'people', imports: { store: 'values', insights: 'values' } },
  { name: 'watch', imports: { store: 'values', insights: 'values', people: 'values' } },
  { name: 'boards', imports: { plan: 'types', insights: 'types', people: 'types', watch: 'types' } },
  {
    name: 'server',
    imports: {
      core: 'values',
      plan: 'values',
      store: 'values',
      collector: 'values',
      insights: 'values',
      people: 'values',
      watch: 'values',
      boards: 'values',
    },
  },
];

/** What is not published: these import every package, by its published name. */
export const PRIVATE = ['bench', 'chaos', 'miniapp-runtime'];
