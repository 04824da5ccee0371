/**
 * `pnpm folder-graph`: no two folders of a package import each other, not even for types, and no package imports
 * another that it has no right to (scripts/folder-graph/rights.mjs). Reads sources, needs no build.
 */
import { checkRights, checkTable } from './folder-graph/check-rights.mjs';
import { findFolderCycles } from './folder-graph/find-cycles.mjs';
import { readPackages } from './folder-graph/read-package.mjs';
import { ROOT } from './lib/root.mjs';

/** Of one folder that imports another: the rest is counted. */
const SHOWN = 3;

const packages = readPackages(ROOT);
const cycles = packages.flatMap((each) =>
  findFolderCycles(each).map((cycle) => formatCycle(each.name, cycle)),
);
const faults = [...checkTable(), ...packages.flatMap((each) => checkRights(each))];

for (const text of [...cycles, ...faults]) console.error(text);
if (cycles.length + faults.length > 0) {
  console.error(
    `folder-graph: ${cycles.length} circles of folders, ${faults.length} imports without the right to`,
  );
  process.exitCode = 1;
} else console.log(`folder-graph: ${packages.length} packages, no problem`);

/**
 * @param {string} name
 * @param {import('./folder-graph/find-cycles.mjs').Edge[]} cycle
 */
function formatCycle(name, cycle) {
  const way = [...cycle, cycle[0]].map(({ from }) => from).join(' → ');
  const lines = cycle.flatMap(({ from, to, imports }) => [
    `  ${from} → ${to}`,
    ...imports
      .slice(0, SHOWN)
      .map(
        (each) =>
          `    ${each.from}:${each.line} ${each.isType ? 'import type' : 'import'} '${each.specifier}'`,
      ),
    ...(imports.length > SHOWN ? [`    and ${imports.length - SHOWN} more`] : []),
  ]);
  return `${name}: ${way}\n${lines.join('\n')}`;
}
