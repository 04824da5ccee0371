import type { RetentionAnswer } from '../model/answer.ts';
import type { ResolvedRetention } from '../model/resolved.ts';
import { toCohorts } from '../sequence/cohorts.ts';
import { readStarts } from './retained.ts';
import type { Run } from './run.ts';

export const askRetention = async (
  question: ResolvedRetention,
  run: Run,
): Promise<RetentionAnswer['cohorts']> => toCohorts(question, await readStarts(question, run));
