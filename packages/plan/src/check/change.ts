import type { Path } from '../model/problem.js';

/** A difference between two plans. It breaks when an event that was right before may be wrong now. */
export interface Change {
  breaking: boolean;
  code: string;
  path: Path;
  message: string;
}
