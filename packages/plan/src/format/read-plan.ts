import type { Plan } from '../model/plan.js';
import type { Path, Problem } from '../model/problem.js';
import { describe, type Fields } from '../model/value.js';
import { NAME_PATTERN } from '../model/words.js';
import { checkReferences } from './check-references.js';
import { extendEvents, readExtends } from './extend-events.js';
import { isReserved, type Report, readMap, readText, refuseOthers } from './fields.js';
import { readEvent } from './read-event.js';
import { readFigure } from './read-figure.js';
import { readFunnel } from './read-funnel.js';
import { readMetric } from './read-metric.js';
import { readProperties } from './read-property.js';

const KEYS = [
  'version',
  'name',
  'description',
  'platforms',
  'timeZone',
  'extends',
  'common',
  'events',
  'metrics',
  'funnels',
  'figures',
  'quality',
];
const NAME = new RegExp(NAME_PATTERN);

/** Reads a plan and reports everything that is wrong with it at once. The plan is whole when there is no problem. */
export function readPlan(source: unknown): { plan: Plan; problems: Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const fields = readMap(source, [], 'a plan', report) ?? {};
  if (problems.length === 0) {
    refuseOthers(fields, KEYS, [], report);
    for (const key of ['version', 'name', 'events'])
      if (fields[key] === undefined)
        report({ code: `missing_${key}`, path: [], message: `a plan needs "${key}"` });
  }
  const description = readText(fields, 'description', [], report);
  const timeZone = readTimeZone(fields, report);
  const sets = readExtends(fields.extends, report);
  const own = readAll(section(fields, 'events', report), 'events', 'an event', readEvent, report);
  const plan: Plan = {
    version: readVersion(fields.version, report),
    name: readText(fields, 'name', [], report) ?? '',
    ...(description !== undefined && { description }),
    platforms: readPlatforms(fields.platforms, report),
    ...(timeZone !== undefined && { timeZone }),
    extends: sets,
    common: readProperties(section(fields, 'common', report), ['common'], report),
    events: { ...own, ...extendEvents(own, sets, report) },
    metrics: readAll(section(fields, 'metrics', report), 'metrics', 'a metric', readMetric, report),
    funnels: readAll(section(fields, 'funnels', report), 'funnels', 'a funnel', readFunnel, report),
    figures: readAll(section(fields, 'figures', report), 'figures', 'a figure', readFigure, report),
    quality: readQuality(section(fields, 'quality', report), report),
  };
  checkReferences(plan, report);
  return { plan, problems };
}

function section(fields: Fields, key: string, report: Report): Fields {
  return fields[key] === undefined ? {} : (readMap(fields[key], [key], `"${key}"`, report) ?? {});
}

function readAll<Value>(
  fields: Fields,
  key: string,
  what: string,
  read: (value: unknown, path: Path, report: Report) => Value | undefined,
  report: Report,
): Record<string, Value> {
  const all: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) {
    const path = [key, name];
    if (!NAME.test(name)) {
      report({
        code: 'bad_name',
        path,
        message: `the name of ${what} is a letter, then letters, digits and _`,
      });
      continue;
    }
    if (isReserved(name, path, report)) continue;
    const result = read(value, path, report);
    if (result !== undefined) all[name] = result;
  }
  return all;
}

function readVersion(value: unknown, report: Report): string {
  if (value === undefined || typeof value === 'string' || typeof value === 'number')
    return String(value ?? '');
  report({
    code: 'bad_version',
    path: ['version'],
    message: `must be a number or text, not ${describe(value)}`,
  });
  return '';
}

function readPlatforms(value: unknown, report: Report): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  report({ code: 'bad_platforms', path: ['platforms'], message: 'must be a list of names' });
  return [];
}

function readTimeZone(fields: Fields, report: Report): string | undefined {
  const name = readText(fields, 'timeZone', [], report);
  if (name === undefined) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    report({
      code: 'unknown_time_zone',
      path: ['timeZone'],
      message: `"${name.slice(0, 40)}" is no time zone: write an IANA name, such as Asia/Shanghai`,
    });
    return undefined;
  }
}

function readQuality(fields: Fields, report: Report): Record<string, string> {
  const rules = Object.keys(fields).map((name) => [name, readText(fields, name, ['quality'], report) ?? '']);
  return Object.fromEntries(rules);
}
