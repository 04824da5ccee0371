import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * @typedef {object} Member
 * @property {string} name
 * @property {string} directory
 * @property {boolean} isPublic
 * @property {boolean} hasBuild
 * @property {boolean} hasDependencies
 * @property {string[]} needs Names of the members that it depends on.
 */

/** All packages and examples. */
export function workspace() {
  return ['packages', 'examples'].flatMap((group) => {
    const directory = join(ROOT, group);
    if (!existsSync(directory)) return [];
    return readdirSync(directory)
      .map((name) => join(directory, name))
      .filter((member) => existsSync(join(member, 'package.json')))
      .map(readMember);
  });
}

/** @returns {Member} */
function readMember(/** @type {string} */ directory) {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  /** @type {[string, string][]} */
  const dependencies = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return {
    name: manifest.name,
    directory,
    isPublic: !manifest.private,
    hasBuild: Boolean(manifest.scripts?.build),
    hasDependencies: dependencies.length > 0,
    needs: dependencies.filter(([, range]) => range.startsWith('workspace:')).map(([name]) => name),
  };
}

/**
 * The named members and all that they need, each after what it needs.
 * @param {Member[]} members
 * @param {string[]} names
 */
export function withNeeds(members, names) {
  /** @type {Set<Member>} */
  const found = new Set();
  const add = (/** @type {string} */ name) => {
    const member = members.find((candidate) => candidate.name === name);
    if (!member || found.has(member)) return;
    for (const need of member.needs) add(need);
    found.add(member);
  };
  for (const name of names) add(name);
  return [...found];
}
