import type { Funnel } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import { describe, isMap } from '../model/value.js';
import { DURATION_UNITS, FUNNEL_ORDERS, OPERANDS, SUBJECTS } from '../model/words.js';
import { type Report, readText, readWord, refuseOthers } from './fields.js';
import { readReference } from './read-reference.js';

const KEYS = ['description', 'steps', 'window', 'order', 'by', 'exclude', 'breakdown'];

export function readFunnel(value: unknown, path: Path, report: Report): Funnel | undefined {
  const fields = isMap(value) ? value : { steps: value };
  refuseOthers(fields, KEYS, path, report);
  const at = isMap(value) ? [...path, 'steps'] : path;
  const { steps } = fields;
  if (!Array.isArray(steps) || steps.length < 2) {
    report({
      code: 'funnel_steps',
      path: 'steps' in fields ? at : path,
      message: 'a funnel is a list of at least two events',
    });
    return undefined;
  }
  const description = readText(fields, 'description', path, report);
  const window = readWindow(fields.window, [...path, 'window'], report);
  const order = readWord(fields, 'order', FUNNEL_ORDERS, path, report);
  const by = readWord(fields, 'by', SUBJECTS, path, report);
  const exclude = readExclude(fields.exclude, [...path, 'exclude'], report);
  const breakdown = readOperand(fields.breakdown, [...path, 'breakdown'], report);
  return {
    ...(description !== undefined && { description }),
    steps: steps.flatMap((text, index) => readReference(text, 'never', [...at, index], report) ?? []),
    ...(window && { window }),
    ...(order && { order }),
    ...(by && { by }),
    ...(exclude && { exclude }),
    ...(breakdown && { breakdown }),
  };
}

function readWindow(value: unknown, path: Path, report: Report): Funnel['window'] {
  if (value === undefined) return undefined;
  const entries = isMap(value) ? Object.entries(value) : [];
  const isRight = entries.every(
    ([unit, count]) => (DURATION_UNITS as readonly string[]).includes(unit) && Number(count) > 0,
  );
  if (entries.length > 0 && isRight) return Object.fromEntries(entries) as Funnel['window'];
  report({
    code: 'funnel_window',
    path,
    message: `must be like { hours: 24 }, in ${DURATION_UNITS.join(', ')}; it is ${describe(value)}`,
  });
  return undefined;
}

function readExclude(value: unknown, path: Path, report: Report): Funnel['exclude'] {
  if (value === undefined) return undefined;
  if (Array.isArray(value))
    return value.flatMap((text, index) => readReference(text, 'never', [...path, index], report) ?? []);
  report({ code: 'funnel_exclude', path, message: `must be a list of events, not ${describe(value)}` });
  return undefined;
}

function readOperand(value: unknown, path: Path, report: Report): Funnel['breakdown'] {
  if (value === undefined) return undefined;
  const entries = isMap(value) ? Object.entries(value) : [];
  const [kind, name] = entries[0] ?? [];
  const isRight = entries.length === 1 && (OPERANDS as readonly unknown[]).includes(kind);
  if (isRight && typeof name === 'string' && name !== '') return { [kind as string]: name };
  report({
    code: 'funnel_breakdown',
    path,
    message: `must be like { fact: utmSource }, one of ${OPERANDS.join(', ')}; it is ${describe(value)}`,
  });
  return undefined;
}
