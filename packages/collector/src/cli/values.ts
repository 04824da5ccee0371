import { InvalidArgumentError } from 'commander';

/** Reads the value of a flag that is a whole number. */
export function whole(text: string): number {
  if (!/^[0-9]+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
