import { InvalidArgumentError } from 'commander';

/** Reads the value of a flag that is a whole number. */
export function whole(text: string): number {
  if (!/^[0-9]+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** Reads one of the values of a flag that may have several; a variable of the environment has all in one text. */
export function list(text: string, before: string[] = []): string[] {
  return [...before, ...text.split(/[\s,]+/).filter((part) => part !== '')];
}
