import { ACCOUNT_RULES } from './account-rules.ts';
import { Violation } from './expect.ts';
import { REFUSING_RULES } from './refusing-rules.ts';
import type { Rule } from './rule.ts';
import { SENDING_RULES } from './sending-rules.ts';
import { createTarget, type Target, type TargetOptions } from './target.ts';

export type Outcome = { name: string; section: string } & (
  | { result: 'kept' }
  | { result: 'left out'; reason: string }
  | { result: 'broken'; reason: string }
);

const RULES: readonly Rule[] = [...SENDING_RULES, ...REFUSING_RULES, ...ACCOUNT_RULES];

/**
 * Tries each rule of docs/protocol.md on a collector, whoever wrote it, and tells each as it is known. It leaves events of
 * the name `conformance_check` there.
 */
export async function* checkConformance(options: TargetOptions): AsyncGenerator<Outcome> {
  const target = createTarget(options);
  for (const rule of RULES) yield await tryRule(rule, target);
}

async function tryRule(rule: Rule, target: Target): Promise<Outcome> {
  const { name, section, needs } = rule;
  if (needs === 'token' && !target.hasToken)
    return { name, section, result: 'left out', reason: 'needs --token' };
  if (needs === 'key' && target.key === undefined) {
    return { name, section, result: 'left out', reason: 'needs --key' };
  }
  try {
    await rule.check(target);
    return { name, section, result: 'kept' };
  } catch (error) {
    return { name, section, result: 'broken', reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Violation) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'There was no answer in time.';
  const { cause } = error;
  return `There was no answer: ${cause instanceof Error ? cause.message || cause.name : error.message}.`;
}
