import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../object.ts';
import type { Reply } from './target.ts';

/** A rule that is not kept, in a sentence for whoever has to mend it. */
export class Violation extends Error {
  override name = 'Violation';
}

export interface Counted {
  accepted: number;
  duplicates: number;
  rejected: { eventId: string; code: string; message: string }[];
}

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 300) ?? String(value);

export function expectStatus({ status, json }: Reply, ...wanted: number[]): void {
  if (wanted.includes(status)) return;
  throw new Violation(`The status must be ${wanted.join(' or ')}; it is ${status}, with ${show(json)}.`);
}

/** A 200 whose body is an answer of the protocol. */
export function expectAnswer(reply: Reply): Counted {
  expectStatus(reply, 200);
  const { json } = reply;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isRejection = (value: unknown) =>
    isObject(value) && ['eventId', 'code', 'message'].every((field) => typeof value[field] === 'string');
  const isAnswer =
    isObject(json) &&
    isCount(json.accepted) &&
    isCount(json.duplicates) &&
    Array.isArray(json.rejected) &&
    json.rejected.every(isRejection);
  if (!isAnswer) {
    throw new Violation(
      `The answer must be {"accepted","duplicates","rejected":[{"eventId","code","message"}]}; it is ${show(json)}.`,
    );
  }
  return json as unknown as Counted;
}

export function expectCounts(
  reply: Reply,
  wanted: { accepted: number; duplicates: number; rejected: number },
): Counted {
  const answer = expectAnswer(reply);
  const { accepted, duplicates } = answer;
  expectEqual('The answer', { accepted, duplicates, rejected: answer.rejected.length }, wanted);
  return answer;
}

/** A refusal of the whole request, with a reason in the form of the protocol. */
export function expectRefusal(reply: Reply, ...wanted: number[]): void {
  expectStatus(reply, ...wanted);
  const { json } = reply;
  const error = isObject(json) ? json.error : undefined;
  if (isObject(error) && typeof error.code === 'string' && typeof error.message === 'string') return;
  throw new Violation(`A refusal must be {"error":{"code","message"}}; it is ${show(json)}.`);
}

export function expectEqual(what: string, found: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(found, wanted)) return;
  throw new Violation(`${what} must be ${show(wanted)}; it is ${show(found)}.`);
}
