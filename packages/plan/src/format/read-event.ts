import type { PlanEvent } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import { PRIORITIES } from '../model/words.js';
import { type Report, readMap, readText, readWord, refuseOthers } from './fields.js';
import { readProperties } from './read-property.js';

const KEYS = ['description', 'trigger', 'priority', 'owner', 'group', 'properties'];

export function readEvent(value: unknown, path: Path, report: Report): PlanEvent | undefined {
  // `logout:` alone is an event without properties.
  const fields = value === null ? {} : readMap(value, path, 'an event', report);
  if (!fields) return undefined;
  refuseOthers(fields, KEYS, path, report);
  const priority = readWord(fields, 'priority', PRIORITIES, path, report);
  const texts = ['description', 'trigger', 'owner', 'group'].flatMap((key) => {
    const text = readText(fields, key, path, report);
    return text === undefined ? [] : [[key, text]];
  });
  const at = [...path, 'properties'];
  const properties = fields.properties ?? {};
  return {
    ...Object.fromEntries(texts),
    ...(priority && { priority }),
    properties: readProperties(readMap(properties, at, '"properties"', report) ?? {}, at, report),
  };
}
