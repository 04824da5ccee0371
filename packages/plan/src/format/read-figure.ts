import type { ConfiguredFigure } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import { describe, isMap } from '../model/value.js';
import { type Report, readText, refuseOthers } from './fields.js';

/** Reads a figure that no event holds: a number, `null`, or both in full. */
export function readFigure(value: unknown, path: Path, report: Report): ConfiguredFigure | undefined {
  if (value === null) return {};
  const fields = isMap(value) ? value : { value };
  refuseOthers(fields, ['value', 'unit', 'description'], path, report);
  const number = fields.value;
  if (number !== undefined && number !== null && !Number.isFinite(number)) {
    report({ code: 'bad_figure', path, message: `must be a number, not ${describe(number)}` });
    return undefined;
  }
  const unit = readText(fields, 'unit', path, report);
  const description = readText(fields, 'description', path, report);
  return {
    ...(typeof number === 'number' && { value: number }),
    ...(unit !== undefined && { unit }),
    ...(description !== undefined && { description }),
  };
}
