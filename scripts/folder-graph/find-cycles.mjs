/** @typedef {import('./read-package.mjs').FileImport} FileImport */

/**
 * @typedef {object} Edge One part of a folder imports another.
 * @property {string} from
 * @property {string} to
 * @property {FileImport[]} imports
 */

/**
 * The circles in which folders of a package import each other. Each folder is looked at on its own: its parts are its
 * direct subfolders, each with all that is in it, and its direct files, each for itself. So a file may stand between
 * two folders, but a file that imports a folder and is imported by it closes a circle. Circles of files alone are not
 * looked for here: the linter does.
 *
 * @param {import('./read-package.mjs').Package} source
 * @returns {Edge[][]}
 */
export function findFolderCycles({ src, imports }) {
  const inside = imports.filter(({ to }) => to?.startsWith(`${src}/`));
  const folders = new Set([
    src,
    ...inside.flatMap(({ from, to }) => [from, `${to}`].flatMap((file) => parents(src, file))),
  ]);
  return [...folders].sort().flatMap((folder) => cyclesWithin(folder, inside));
}

/** The folders between src and a file. */
function parents(/** @type {string} */ src, /** @type {string} */ file) {
  const names = file
    .slice(src.length + 1)
    .split('/')
    .slice(0, -1);
  return names.map((_, index) => [src, ...names.slice(0, index + 1)].join('/'));
}

/**
 * The shortest first; one that shares an edge with a shorter one is left out, since mending that one may mend both. So
 * not all circles are told at once, but at least one as long as there are any.
 *
 * @returns {Edge[][]}
 */
function cyclesWithin(/** @type {string} */ folder, /** @type {FileImport[]} */ imports) {
  const edges = edgesWithin(folder, imports);
  const cycles = edges
    .map((edge) => {
      const back = shortestWay(edges, edge.to, edge.from);
      return back ? [edge, ...back] : [];
    })
    .filter((cycle) => cycle.some(({ from }) => isFolder(from)))
    .sort((a, b) => a.length - b.length);
  /** @type {Set<Edge>} */
  const told = new Set();
  return cycles.filter((cycle) => {
    if (cycle.some((edge) => told.has(edge))) return false;
    for (const edge of cycle) told.add(edge);
    return true;
  });
}

/** @returns {Edge[]} */
function edgesWithin(/** @type {string} */ folder, /** @type {FileImport[]} */ imports) {
  const partOf = (/** @type {string | undefined} */ file) => {
    if (!file?.startsWith(`${folder}/`)) return undefined;
    const [part, ...rest] = file.slice(folder.length + 1).split('/');
    return rest.length > 0 ? `${part}/` : part;
  };
  /** @type {Map<string, Edge>} */
  const edges = new Map();
  for (const each of imports) {
    const [from, to] = [partOf(each.from), partOf(each.to)];
    if (!from || !to || from === to) continue;
    const edge = edges.get(`${from} ${to}`) ?? { from, to, imports: [] };
    edge.imports.push(each);
    edges.set(`${from} ${to}`, edge);
  }
  return [...edges.values()];
}

/** @returns {Edge[] | undefined} */
function shortestWay(/** @type {Edge[]} */ edges, /** @type {string} */ start, /** @type {string} */ goal) {
  /** @type {Map<string, Edge[]>} */
  const ways = new Map([[start, []]]);
  // A map also gives what is added while it is walked: nearest first.
  for (const [at, way] of ways) {
    if (at === goal) return way;
    for (const edge of edges) if (edge.from === at && !ways.has(edge.to)) ways.set(edge.to, [...way, edge]);
  }
  return undefined;
}

const isFolder = (/** @type {string} */ part) => part.endsWith('/');
